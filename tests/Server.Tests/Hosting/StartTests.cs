using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>Where a server reads and writes its files, and its messages when it cannot start.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_port_that_is_taken_is_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

        await using var server = ServerProcess.Start(
            ["--urls", $"http://{other.LocalEndpoint}", "--environment", "Development", "--Demo:Refugees=0", "--Coverage:Schedule=never", .. database.Settings.Select(x => $"--{x.Key}={x.Value}")]);

        // The shutdown timeout is 30 s. The process must not wait for it.
        (await server.ExitAsync().WaitAsync(TimeSpan.FromSeconds(25))).ShouldBe(1);
        server.Error.ShouldBe($"The server cannot start. The address http://{other.LocalEndpoint} is in use by another program. "
            + "Stop that program, or choose another address with --urls, such as --urls http://localhost:5081.");
        foreach (var more in new[] { "fail:", "crit:", "   at ", "shutting down" })
        {
            server.Output.ShouldNotContain(more);
        }
    }

    [Fact]
    public async Task Wrong_settings_end_with_another_code_than_a_failure()
    {
        await using var server = ServerProcess.Start("--environment", "Development", "--GraphQL:MaxDepth=deep", "--Data:Folder", Path.GetTempPath(), "--Coverage:Schedule=never");

        (await server.ExitAsync()).ShouldBe(2);
        server.Error.ShouldContain("Failed to convert configuration value 'deep' at 'GraphQL:MaxDepth' to type 'System.Int32'.");
        server.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("foo", "An address in urls cannot be read: Invalid url: 'foo'.")]
    [InlineData("http://localhost:99999", "An address in urls cannot be read: the port is above 65535.")]
    [InlineData("ftp://localhost", "The settings of urls or Kestrel are wrong: Unrecognized scheme in server address 'ftp://localhost'.")]
    public async Task A_wrong_address_is_wrong_use(string address, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

        await using var server = ServerProcess.Start(
            ["--urls", address, "--environment", "Development", "--Demo:Refugees=0", "--Coverage:Schedule=never", .. database.Settings.Select(x => $"--{x.Key}={x.Value}")]);

        (await server.ExitAsync().WaitAsync(TimeSpan.FromSeconds(25))).ShouldBe(2);
        server.Error.ShouldStartWith("The server cannot start. " + expected);
        server.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public void What_stops_the_start_is_said_with_what_to_do()
    {
        Of(new SocketException((int)SocketError.AccessDenied)).ShouldContain("may not listen on http://localhost:80: ports below 1024 need a privilege.");
        Of(new SocketException((int)SocketError.AddressNotAvailable)).ShouldContain("The address http://localhost:80 does not belong to this machine.");
        Of(new IOException("Failed to bind to address http://[::]:80: address already in use.", new AddressInUseException("used"))).ShouldStartWith("The address http://[::]:80 is in use by another program.");
        Of(new FormatException("Invalid url: 'foo'")).ShouldBe("An address in urls cannot be read: Invalid url: 'foo'. Write scheme, host and port, such as http://localhost:5080.");
        Of(new CryptographicException("The certificate data cannot be read\nwith the password.")).ShouldBe(
            "The certificate for https cannot be used: The certificate data cannot be read with the password. Check the file, its password and its key in Kestrel:Certificates or Kestrel:Endpoints.");
        Of(new FileNotFoundException("Could not find file '/a.pem'.")).ShouldContain("A file for https cannot be read: Could not find file '/a.pem'.");
        StartFailure.Of(new InvalidTimeZoneException("of a job"), Settings()).ShouldBeNull();

        static string Of(Exception exception) => StartFailure.Of(exception, Settings(("urls", "http://localhost:80")))!;
    }

    [Theory]
    [InlineData("Development", "/opt/integration-graph", null, "/opt/integration-graph/data")]
    [InlineData("Production", "/opt/integration-graph", null, "/var/lib/integration-graph")]
    [InlineData("Staging", "/opt/integration-graph", null, "/var/lib/integration-graph")]
    [InlineData("Production", "/opt/integration-graph", "kept", "/opt/integration-graph/kept")]
    [InlineData("Production", "/opt/integration-graph", "/srv/kept", "/srv/kept")]
    public void The_data_folder_does_not_depend_on_the_working_directory(string environment, string program, string? setting, string expected) =>
        DataFolder.Of(Settings(("Data:Folder", setting)), new ProgramIn(environment, program)).ShouldBe(expected);

    [Theory]
    [InlineData("api/Server/bin/Debug/net10.0")]
    [InlineData("api/Server/bin/Release/net10.0/linux-x64")]
    [InlineData("api/Server")]
    public void In_Development_a_build_in_the_sources_has_its_data_beside_the_project(string program) =>
        DataFolder.Of(Settings(), new ProgramIn("Development", Path.Combine(Readme.Repository, program))).ShouldBe(Path.Combine(Readme.Repository, "api/Server/data"));

    [Fact]
    public void Relative_paths_of_settings_lie_in_the_data_folder()
    {
        var settings = Settings(("Data:Folder", "/srv/kept"));
        var host = new ProgramIn("Production", "/opt/integration-graph");

        settings.PathOf(host, "texts").ShouldBe("/srv/kept/texts");
        settings.PathOf(host, "/etc/texts").ShouldBe("/etc/texts");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_with_what_to_do()
    {
        var problem = DataFolder.ProblemOf("/proc/integration-graph", "Data:Folder");

        problem.ShouldNotBeNull();
        problem.ShouldStartWith($"The folder '/proc/integration-graph' cannot be written by the user '{Environment.UserName}': ");
        problem.ShouldEndWith($"Create it for that user (install -d -m 0700 -o {Environment.UserName} /proc/integration-graph), or choose another folder with Data:Folder.");
    }

    private static IConfiguration Settings(params (string Name, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(x => x.Name, x => x.Value)).Build();

    private sealed class ProgramIn(string environment, string folder) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;
        public string ApplicationName { get; set; } = "Server.Tests";
        public string ContentRootPath { get; set; } = folder;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
