using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Benchmarks;

/// <summary>
/// The product's program in a separate process, together with the hand-written endpoint. One process serves both, so that
/// only the code differs.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    public const string Argument = "serve";
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(3);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Runs the product in this process.</summary>
    public static int Run(string[] settings) =>
        (int)typeof(SharingTable).Assembly.EntryPoint!.Invoke(null, [settings])!;

    /// <summary>Starts the product on a database. The product fills an empty database.</summary>
    public static async Task<ServerProcess> StartAsync(string provider, string connectionString, int persons, bool withoutLedger = false)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}/");
        var start = new ProcessStartInfo("dotnet", [typeof(ServerProcess).Assembly.Location, Argument,
            "--urls", address, "--environment", "Development", "--Coverage:Schedule", "never", "--RateLimit:RequestsPerSecond", "1000000", "--RateLimit:Burst", "1000000", "--Logging:LogLevel:Default", "Warning",
            // wrk closes connections during its last requests. The developer exception page logs these as unhandled exceptions.
            "--Logging:LogLevel:Microsoft.AspNetCore.Diagnostics", "None",
            "--Database:Provider", provider, "--Database:ConnectionString", connectionString,
            "--Demo:Refugees", persons.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = AppContext.BaseDirectory,
        };
        // An environment variable, because the product refuses unknown settings on the command line.
        start.Environment[ByHand.LedgerLeftOut.Setting.Replace(":", "__", StringComparison.Ordinal)] = withoutLedger ? "true" : "false";
        var server = new ServerProcess(Process.Start(start)!, new Uri(address));
        var began = Stopwatch.GetTimestamp();
        while (!await server.IsReadyAsync())
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(began) > LongestStart)
            {
                server.Dispose();
                throw new BenchmarkException("The server did not start; its output is above.");
            }
            await Task.Delay(100);
        }
        return server;
    }

    /// <summary>
    /// Signs in as the municipality of the demonstration. Later requests of <see cref="Client"/> carry the token.
    /// </summary>
    public async Task<string> SignInAsync()
    {
        using var answer = await Client.PostAsJsonAsync("dev/token", new { role = "MUNICIPALITY", municipality = "0461" });
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return token;
    }

    /// <summary>Returns the ids of all persons that the municipality sees.</summary>
    public async Task<IReadOnlyList<string>> PersonsAsync()
    {
        var ids = new List<string>();
        for (string? after = null; ;)
        {
            using var answer = await Client.PostAsJsonAsync("graphql", new
            {
                query = "query($after: String) { refugees(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }",
                variables = new { after },
            });
            var page = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data").GetProperty("refugees");
            ids.AddRange(page.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()!));
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean())
            {
                return ids;
            }

            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        }
    }

    /// <summary>Returns the bytes that the process has allocated and the processor time that it has used since its start.</summary>
    public async Task<(long Allocated, TimeSpan Processor)> UsedAsync()
    {
        var allocated = long.Parse(await Client.GetStringAsync(new Uri("byhand/allocated", UriKind.Relative)), CultureInfo.InvariantCulture);
        _process.Refresh();
        return (allocated, _process.TotalProcessorTime);
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
