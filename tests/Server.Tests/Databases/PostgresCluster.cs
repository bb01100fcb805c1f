using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Integration.Graph.Tests;

namespace Integration.Graph.Server.Tests.Databases;

/// <summary>
/// PostgreSQL cluster of the test run, in <see cref="Parent"/> on a free local port. It starts with the first test that needs
/// it, and is stopped and deleted after the last test. Linked into the benchmarks.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const string FolderPrefix = "integration-graph-postgres-";
    private static readonly Lazy<PostgresCluster> Started = new(() => new PostgresCluster(keepsCommits: false));

    /// <summary>
    /// The folder for the databases of a run: in memory if there is enough space, otherwise the temporary folder.
    /// </summary>
    internal static readonly string Parent = ParentFolder();

    private static int _count;

    private readonly string? _programs;
    private readonly string? _folder;
    private readonly string? _options;

    /// <summary>Called by xunit, only to dispose of the cluster at the end of the run.</summary>
    public PostgresCluster()
    {
    }

    /// <param name="keepsCommits">
    /// Whether committed data survives an immediate stop. By default a commit does not wait for the disk, because no test would
    /// notice while its server runs.
    /// </param>
    private PostgresCluster(bool keepsCommits)
    {
        var initdb = DebianPackage.Program("postgresql", () => DebianPackage.Newest("/usr/lib/postgresql", "bin/initdb"));
        _programs = Path.GetDirectoryName(initdb)!;
        foreach (var folder in LeftOvers(FolderPrefix))
        {
            Remove(_programs, folder);
        }

        var own = Interlocked.Increment(ref _count) == 1 ? "" : "-" + _count.ToString(CultureInfo.InvariantCulture);
        _folder = Path.Combine(Parent, FolderPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + own);
        Port = FreePort();
        Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
        {
            Must("/bin/chown", ["postgres", _folder]);
        }

        var data = Path.Combine(_folder, "data");
        // The collation is Danish, as on a server in Denmark. Results that must be the same on both databases must not depend
        // on it.
        Must(initdb, ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync",
            "--locale-provider=icu", "--icu-locale=da-DK", "--locale=C.UTF-8"]);
        _options = string.Create(CultureInfo.InvariantCulture,
            $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c synchronous_commit={(keepsCommits ? "on" : "off")} -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB -c jit=off -c autovacuum={(keepsCommits ? "on" : "off")}");
        Start();
    }

    private int Port { get; }

    /// <summary>Returns the connection string of a database in the shared cluster.</summary>
    public static string ConnectionString(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Started.Value.Port};Username=postgres;Database={database};Include Error Detail=true;Maximum Pool Size=40");

    /// <summary>Starts a separate cluster that a test may stop and start. Disposing deletes it.</summary>
    public static PostgresCluster StartOwn()
    {
        // The shared cluster starts first, because its folder has the name without a number.
        _ = Started.Value;
        return new PostgresCluster(keepsCommits: true);
    }

    /// <summary>Returns the connection string of a database in this cluster.</summary>
    public string OwnConnectionString(string database) => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database};Maximum Pool Size=40");

    public void Start() => Must(Path.Combine(_programs!, "pg_ctl"),
        ["-D", Path.Combine(_folder!, "data"), "-l", Path.Combine(_folder!, "log"), "-o", _options!, "-w", "start"]);

    /// <summary>Stops the cluster immediately, as in a crash of the machine.</summary>
    public void Stop() => Must(Path.Combine(_programs!, "pg_ctl"), ["-D", Path.Combine(_folder!, "data"), "-m", "immediate", "-w", "stop"]);

    public void Dispose()
    {
        if (_folder is not null)
        {
            Remove(_programs!, _folder);
        }
        else if (Started.IsValueCreated)
        {
            Remove(Started.Value._programs!, Started.Value._folder!);
        }
    }

    // A database has several hundred files. Creating them on disk takes a tenth of the run's processor time.
    private static string ParentFolder()
    {
        const string memory = "/dev/shm";
        return Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace > 4L << 30 ? memory : Path.GetTempPath();
    }

    /// <summary>Returns the folders in <see cref="Parent"/> that killed runs left behind.</summary>
    /// <param name="prefix">Prefix of the folder names. The process id follows.</param>
    internal static IEnumerable<string> LeftOvers(string prefix)
    {
        var running = Process.GetProcesses().Select(x => x.Id).ToHashSet();
        return Directory.GetDirectories(Parent, prefix + "*").Where(folder =>
            int.TryParse(Path.GetFileName(folder)[prefix.Length..].Split('-')[0], CultureInfo.InvariantCulture, out var id) && !running.Contains(id));
    }

    private static void Remove(string programs, string folder)
    {
        AsPostgres(Path.Combine(programs, "pg_ctl"), ["-D", Path.Combine(folder, "data"), "-m", "immediate", "-w", "stop"]);
        Directory.Delete(folder, recursive: true);
    }

    private static void Must(string program, string[] arguments)
    {
        var (code, output) = program == "/bin/chown" ? DebianPackage.Run(program, arguments) : AsPostgres(program, arguments);
        if (code != 0)
        {
            throw new InvalidOperationException($"{program} ended with code {code}:{Environment.NewLine}{output}");
        }
    }

    // PostgreSQL refuses to run as root. The server's own output goes to a log file, because an inherited pipe would never
    // close.
    private static (int Code, string Output) AsPostgres(string program, string[] arguments) => Environment.UserName == "root"
        ? DebianPackage.Run("/sbin/runuser", ["-u", "postgres", "--", program, .. arguments])
        : DebianPackage.Run(program, arguments);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
