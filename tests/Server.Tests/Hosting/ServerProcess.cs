using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>The program in a separate process, as an operator starts it. Disposing kills it.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _error = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _error.Enqueue(line.Data ?? "");
        _process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The server did not start."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => string.Join('\n', _output);

    public string Error => string.Join('\n', _error).Trim();

    /// <summary>Starts the program of this build.</summary>
    /// <param name="arguments">Arguments of the program.</param>
    public static ServerProcess Start(params IEnumerable<string> arguments) =>
        Start(new ProcessStartInfo("dotnet", [typeof(GraphContext).Assembly.Location, .. arguments]) { WorkingDirectory = "/" });

    public static ServerProcess Start(ProcessStartInfo start) => new(start);

    /// <summary>Waits until the server listens, and returns its first address.</summary>
    public async Task<Uri> AddressAsync()
    {
        try
        {
            return await _address.Task.WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
        {
            throw new InvalidOperationException($"{exception.Message}\n{Output}\n{Error}", exception);
        }
    }

    /// <summary>Waits until the program ends by itself, and returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Sends SIGTERM, as systemd and Docker do.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
        {
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].TrimEnd('"', ',', '}').Trim()));
        }
    }
}
