using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Hosting;

public sealed class ServerHostTests
{
    [Theory]
    [BothDatabases]
    public async Task The_program_answers_over_http_who_asks(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind), new ManualClock());
        var token = await host.TokenAsync(Role.Municipality, "0461");

        var answer = await host.QueryAsync(token, "query($code: String!) { viewer { role scope } municipality(code: $code) { name } }", new { code = "0101" });

        answer.Status.ShouldBe(200, answer.Text);
        answer["viewer.role"].GetString().ShouldBe("MUNICIPALITY");
        answer["viewer.scope"].GetString().ShouldBe("0461");
        answer["municipality.name"].GetString().ShouldBe("København");
        (await host.QueryAsync(null, "{ viewer { role } }"))["viewer.role"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>An undisposed timer keeps a stopped server in memory. With 200 servers, the test run fails.</summary>
    [Fact]
    public async Task A_server_that_has_stopped_is_not_kept_in_memory()
    {
        var services = await StartAndStopAsync();

        for (var waited = 0; waited < 100 && services.IsAlive; waited++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100);
        }

        services.IsAlive.ShouldBeFalse();
    }

    // A separate method, so that no local variable of the test refers to the server.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> StartAndStopAsync()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), new ManualClock());
        (await host.QueryAsync(await host.TokenAsync(Role.Municipality, "0461"), "{ viewer { role } }")).Status.ShouldBe(200);
        return new WeakReference(host.Services);
    }
}
