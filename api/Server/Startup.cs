using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>The start of the server, from validated settings to the first response.</summary>
internal static class Startup
{
    /// <summary>
    /// Prepares the database and the schema. Returns null, or the exit code if the server cannot start; the reason has been
    /// written.
    /// </summary>
    public static async Task<int?> InitializeAsync(this WebApplication app)
    {
        // Runs in parallel: building the schema and opening the database are independent, and each takes a good part of the start.
        var schema = Task.Run(app.Services.GetRequiredService<RequestExecutor>);
        try
        {
            await app.Services.GetRequiredService<StorageInitializer>().InitializeAsync();
            app.Services.GetRequiredService<SharedKeys>().Cursors = await app.Services.GetRequiredService<ServerSecrets>().KeyAsync("cursors");
            await schema;
            return null;
        }
        catch (OptionsValidationException invalid)
        {
            await Console.Error.WriteLineAsync("The server cannot start; its settings are wrong:\n- " + string.Join("\n- ", invalid.Failures));
            return ExitCode.WrongUse;
        }
        catch (AggregateException several) when (several.InnerExceptions.All(e => e is OptionsValidationException))
        {
            await Console.Error.WriteLineAsync("The server cannot start; its settings are wrong:\n- "
                + string.Join("\n- ", several.InnerExceptions.SelectMany(e => ((OptionsValidationException)e).Failures)));
            return ExitCode.WrongUse;
        }
        catch (SchemaException invalid)
        {
            await Console.Error.WriteLineAsync("The server cannot start. " + invalid.Message);
            return ExitCode.Failed;
        }
        catch (StorageException exception)
        {
            await Console.Error.WriteLineAsync("The server cannot start. " + exception.Message);
            return exception is SettingsException ? ExitCode.WrongUse : ExitCode.Failed;
        }
    }

    /// <summary>
    /// Serves until the program is asked to stop, and finishes running requests. An address that cannot be used is reported
    /// in one line.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ServeAsync(this WebApplication app)
    {
        await using var disposed = app;
        var state = app.Services.GetRequiredService<StartState>();
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception) when (StartFailure.Of(exception, app.Configuration) is not null)
        {
            state.HasFailed = true;
            await Console.Error.WriteLineAsync("The server cannot start. " + StartFailure.Of(exception, app.Configuration));
            // No request is running. Quartz waits for the application's start before it stops, so without a limit the program
            // would end only after the shutdown time-out of 30 s.
            await app.StopAsync(TimeSpan.FromSeconds(1));
            return StartFailure.ExitCodeOf(exception);
        }

        state.HasStarted = true;
        await app.WaitForShutdownAsync();
        return ExitCode.Done;
    }
}
