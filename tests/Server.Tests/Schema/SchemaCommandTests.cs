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
            var (exit, output, errors) = Run(arguments);

            exit.ShouldBe(0, errors);
            output.ShouldBe(await AnswerAsync(host, token, path) + "\n", arguments);
            seen.Add(output).ShouldBeTrue(arguments);
        }
        (await AnswerAsync(host, null, "/graphql/schema")).ShouldNotContain("type Refugee ");
    }

    [Fact]
    public void An_unknown_role_is_told_the_roles_that_there_are()
    {
        var (exit, output, errors) = Run("schema --role COOK");

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Trim().ShouldBe("There is no role 'COOK'. The roles are CENTRE_WORKER, MUNICIPALITY, BRANCH_COORDINATOR, VOLUNTEER, "
            + "INTEGRATION_CONSULTANT, DATA_PROTECTION_OFFICER, ADMINISTRATOR; without --role the whole schema is printed.");
    }

    [Theory]
    [InlineData("schema --rol MUNICIPALITY")]
    [InlineData("schema --role")]
    [InlineData("schema now")]
    public void A_wrong_command_line_is_told_how_to_write_it(string arguments)
    {
        var (exit, output, errors) = Run(arguments);

        exit.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.ShouldContain("Write: schema [--role ROLE].");
    }

    [Fact]
    public void Only_the_first_word_makes_it_a_command()
    {
        SchemaCommand.IsMeant(["schema", "--role", "VOLUNTEER"]).ShouldBeTrue();
        SchemaCommand.IsMeant(["--urls", "schema"]).ShouldBeFalse();
        SchemaCommand.IsMeant([]).ShouldBeFalse();
    }

    private static async Task<string> VolunteersTokenAsync(ServerHost host) =>
        await host.TokenAsync(Role.Volunteer, $"{await host.DoAsync(db => db.Volunteers.MinAsync(volunteer => volunteer.Id))}");

    private static async Task<string> AnswerAsync(ServerHost host, string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token);
        using var response = await host.Client.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue();
        return await response.Content.ReadAsStringAsync();
    }

    private static (int Exit, string Output, string Errors) Run(string arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = SchemaCommand.Run(arguments.Split(' '), output, errors);
        return (exit, output.ToString(), errors.ToString());
    }
}
