using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage.Sqlite;
using Integration.Graph.Server.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Storage;

/// <summary>Registers the services for the database.</summary>
internal static class StorageRegistration
{
    /// <summary>
    /// Adds <c>IDbContextFactory&lt;GraphContext&gt;</c> (pooled), a scoped <see cref="GraphContext"/> and
    /// <see cref="StorageInitializer"/>, which the program runs before it serves requests. Adds what the initializer stores, too:
    /// the reference data and the demonstration world.
    /// </summary>
    public static void AddStorage(this IHostApplicationBuilder builder)
    {
        builder.AddReferenceData();
        builder.AddDemo();
        var services = builder.Services;
        services.AddOptionsWithValidateOnStart<DatabaseOptions, DatabaseOptionsValidator>()
            .Bind(builder.Configuration.GetSection(DatabaseOptions.Section))
            .PostConfigure(options => FillIn(options, DataFolder.Of(builder.Configuration, builder.Environment)));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeSignal>();
        services.AddPooledDbContextFactory<GraphContext>((provider, builder) =>
            Use(builder, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value).AddInterceptors(provider.GetRequiredService<ChangeSignal>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContext());
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<StorageInitializer>();
    }

    /// <summary>Configures a context for the database.</summary>
    public static DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DatabaseOptions options) => (options.IsPostgreSql
        ? builder.UseNpgsql(options.ConnectionString)
        : builder.UseSqlite(options.ConnectionString).AddInterceptors(SqliteSettings.Instance))
        .AddInterceptors(NullCharacter.Instance)
        // A failure is logged once, by the code that handles it: with an id, or as a message to the client.
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed,
            // Queries that only count more rows than a page can hold do not depend on which rows these are.
            CoreEventId.RowLimitingOperationWithoutOrderByWarning));

    /// <summary>Returns the database for the engine's row queries.</summary>
    public static RowDatabase RowsOf(DatabaseOptions options) => new(options.ConnectionString!, options.IsSqlite, SqliteSettings.Apply);

    // A relative path is relative to the data folder, wherever the server is started from.
    private static void FillIn(DatabaseOptions options, string folder)
    {
        if (!options.IsSqlite)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            options.ConnectionString = "Data Source=integration-graph.db";
        }

        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        }
        catch (ArgumentException)
        {
            // The validator reports the problem together with all others.
            return;
        }
        if (builder.DataSource.Length == 0 || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
        {
            return;
        }

        builder.DataSource = Path.GetFullPath(builder.DataSource, folder);
        builder.ForeignKeys = true;
        options.ConnectionString = builder.ToString();
    }
}
