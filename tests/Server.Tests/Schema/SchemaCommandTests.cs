using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Clients;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Schema;

public sealed class SchemaCommandTests(FrontEndServer server)
{
    [Fact]
    public async Task The_command_prints_what_the_server_answers_each_role()
    {
        var host = await server.HostAsync;
        (string? Token, string Arguments, string Path)[] questions =
        [
            (null, "schema", "/graphql/schema?full"),
            (await host.TokenAsync(Role.CentreWorker, "center-sandholm"), "schema --role CENTRE_WORKER", "/graphql/schema"),
            (await host.TokenAsync(Role.Municipality, "0461"), "schema --role MUNICIPALITY", "/graphql/schema"),
            (await host.TokenAsync(Role.BranchCoordinator, "odense"), "schema --role BRANCH_COORDINATOR", "/graphql/schema"),
            (await VolunteersTokenAsync(host), "schema --role VOLUNTEER", "/graphql/schema"),
            (await host.TokenAsync(Role.IntegrationConsultant), "schema --role INTEGRATION_CONSULTANT", "/graphql/schema"),
            (await host.TokenAsync(Role.DataProtectionOfficer), "schema --role DATA_PROTECTION_OFFICER", "/graphql/schema"),
            (await host.TokenAsync(Role.Administrator), "schema --role ADMINISTRATOR", "/graphql/schema"),
        ];
        var seen = new HashSet<string>();
        foreach (var (token, arguments, path) in questions)
        {
            var (exit, output, errors) = await RunAsync(arguments);

            exit.ShouldBe(0, errors);
            output.ShouldBe(await AnswerAsync(host, token, path) + "\n", arguments);
            seen.Add(output).ShouldBeTrue(arguments);
        }
        (await AnswerAsync(host, null, "/graphql/schema")).ShouldNotContain("type Refugee ");
    }

    [Fact]
    public async Task An_unknown_role_gets_the_list_of_roles()
    {
        var (exit, output, errors) = await RunAsync("schema --role COOK");

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Trim().ShouldBe("There is no role 'COOK'. The roles are CENTRE_WORKER, MUNICIPALITY, BRANCH_COORDINATOR, VOLUNTEER, "
            + "INTEGRATION_CONSULTANT, DATA_PROTECTION_OFFICER, ADMINISTRATOR; without --role the whole schema is printed.");
    }

    [Theory]
    [InlineData("schema --rol MUNICIPALITY")]
    [InlineData("schema --role")]
    [InlineData("schema now")]
    public async Task A_wrong_command_line_gets_the_right_form(string arguments)
    {
        var (exit, output, errors) = await RunAsync(arguments);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain("Write: schema [--role ROLE].");
    }

    private static async Task<string> VolunteersTokenAsync(ServerHost host) =>
        await host.TokenAsync(Role.Volunteer, $"{await host.DoAsync(db => db.Volunteers.MinAsync(volunteer => volunteer.Id))}");

    private static async Task<string> AnswerAsync(ServerHost host, string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await host.Client.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue();
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exit = await CommandLine.RunAsync(arguments.Split(' '), output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
