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
}
