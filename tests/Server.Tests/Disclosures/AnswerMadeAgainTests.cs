using System.Data.Common;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>Responses to clients whose data changed between reading the persons and writing the ledger entry.</summary>
public sealed class AnswerMadeAgainTests
{
    private const string People = "query People { refugees(first: 100) { nodes { reference phone } } }";

    [Theory, BothDatabases]
    public async Task Whoever_withdraws_while_an_answer_is_made_is_not_in_it(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var (stays, leaves) = (await ReferenceAsync(scene), await ReferenceAsync(scene));
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        Interrupt(host, "People", 1, _ => scene.WithdrawAsync(leaves));

        var answer = await host.QueryAsync(token, People);

        answer["refugees.nodes"].EnumerateArray().ShouldHaveSingleItem().GetProperty("reference").GetString().ShouldBe(stays);
        answer.Text.ShouldNotContain(leaves);
        var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync(x => x.Operation == "People"));
        DisclosedPerson.Read(entry.Persons).ShouldHaveSingleItem().Reference.ShouldBe(stays);
        entry.OperationHash.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(People))));
        (await host.DoAsync(db => db.Holdings.CountAsync(x => x.Reference == leaves))).ShouldBe(0);
    }

    [Theory, BothDatabases]
    public async Task A_mutation_is_done_once_however_often_it_is_answered(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var id = await scene.ReferredAsync();
        var version = (await scene.LoadAsync(id)).Version;
        var token = await host.TokenAsync(Role.CentreWorker, "test-centre");
        Interrupt(host, "Update", 2, i => scene.UpdateAsync(new(id, Phone: new($"+450000009{i}"))));

        var answer = await host.QueryAsync(token, """
            mutation Update($id: ID!) {
              updateContact(input: { refugeeId: $id, phone: "+4500000050" }) { refugee { phone } errors { ... on Error { code message } } }
            }
            """, new { id = GlobalId.Encode("Refugee", id) });

        answer["updateContact.refugee.phone"].GetString().ShouldBe("+4500000092", answer.Text);
        (await scene.LoadAsync(id)).Version.ShouldBe(version + 3);
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == "Update"))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task An_answer_that_is_overtaken_again_and_again_ends_with_an_error_that_says_so(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var id = await scene.ReferredAsync();
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        var made = 0;
        Interrupt(host, "People", int.MaxValue, i =>
        {
            made = i;
            return scene.UpdateAsync(new(id, Phone: new($"+45000000{10 + i}")));
        });

        var answer = await host.QueryAsync(token, People);

        made.ShouldBe(5);
        answer.Status.ShouldBe(409);
        answer.HasData.ShouldBeFalse();
        answer.Codes.ShouldBe(["ANSWER_OUTDATED"]);
        answer.Text.ShouldNotContain("+45");
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task A_page_that_is_overtaken_again_and_again_says_when_to_come_back()
    {
        var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        // Changes the person every time between reading it and writing the entry.
        var step = new WhileReading("former_values", () =>
        {
            using var db = scene.Database.CreateContext();
            db.Database.ExecuteSqlRaw("UPDATE refugees SET version = version + 1");
            db.Database.ExecuteSqlRaw("UPDATE disclosure_gate SET steps = steps + 1");
        });
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, step);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"asked\" }}) {{ errors {{ __typename }} }} }}");
        Interrupt(host, "ConsentReceipt", int.MaxValue, i => scene.UpdateAsync(new(id, Phone: new($"+45000000{10 + i}"))));
        step.IsOn = true;

        foreach (var (page, token) in new[] { ("consents/{0}/receipt", await host.TokenAsync(Role.CentreWorker, "test-centre")), ("subjects/{0}/export", officer) })
        {
            var printed = await host.PageAsync(token, string.Format(System.Globalization.CultureInfo.InvariantCulture, page, GlobalId.Encode("Refugee", id)));
            var answer = new GraphQLAnswer((int)printed.Status, printed.Text);

            answer.Status.ShouldBe(503, answer.Text);
            answer.Codes.ShouldBe(["ANSWER_OUTDATED"]);
            answer.Errors[0].GetProperty("message").GetString()!.ShouldContain("in a few seconds");
            printed.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 60);
        }

        var export = await host.QueryAsync(officer, $"mutation Export {{ exportSubjectData(input: {{ reference: \"{reference}\" }}) {{ document }} }}");
        export.Codes.ShouldBe(["ANSWER_OUTDATED"], export.Text);
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.ReasonHash == ""))).ShouldBe(0);
        // After one change, the response is produced again and sent with its entry.
        step.Left = 1;
        export = await host.QueryAsync(officer, $"mutation Export {{ exportSubjectData(input: {{ reference: \"{reference}\" }}) {{ document }} }}");
        export["exportSubjectData.document"].GetString()!.ShouldContain(reference);
        (await host.DoAsync(db => db.DisclosureEntries.SingleAsync(x => x.ReasonHash == ""))).Persons.ShouldStartWith(reference + ":127:");
        host.Complaints.ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task An_export_that_is_made_again_is_current_and_has_its_entry(DatabaseKind kind)
    {
        const string Export = "export: exportSubjectData(input: { reference: $reference }) { document errors { __typename } }";
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        Task<GraphQLAnswer> AskAsync(string mutation) => host.QueryAsync(officer, $"mutation {mutation}", new { reference });
        await AskAsync("Open($reference: String!) { openSubjectAccess(input: { reference: $reference, reason: \"asked\" }) { errors { __typename } } }");

        // Another caller changes the person.
        Interrupt(host, "Export", 1, _ => scene.UpdateAsync(new(id, Phone: new("+4500000091"))));
        var overtaken = await AskAsync($"Export($reference: String!) {{ {Export} }}");
        PhoneOf(overtaken).ShouldBe("+4500000091");
        await ShouldHoldAllAsync("Export");

        // The same document changes the person. The export is read again under two names, with the same result.
        var beside = await AskAsync($$"""
            Beside($reference: String!) {
              {{Export.Replace("document", "document copy: document", StringComparison.Ordinal)}}
              rectifyRefugee(input: { reference: $reference, phone: "+4500000092" }) { errors { __typename } }
            }
            """);
        PhoneOf(beside).ShouldBe("+4500000092");
        beside["export.copy"].GetString().ShouldBe(beside["export.document"].GetString());
        await ShouldHoldAllAsync("Beside");

        // A person erased before the response is sent is not in it.
        var late = await AskAsync($"Late($reference: String!) {{ {Export} eraseRefugee(input: {{ reference: $reference }}) {{ reference }} }}");
        late["eraseRefugee.reference"].GetString().ShouldBe(reference);
        late["export"].GetRawText().ShouldBe("""{"document":null,"errors":null}""");
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == "Late"))).ShouldBe(0);
        host.Complaints.ShouldBeEmpty();

        static string? PhoneOf(GraphQLAnswer answer) =>
            JsonDocument.Parse(answer["export.document"].GetString()!).RootElement.GetProperty("phone").GetString();
        async Task ShouldHoldAllAsync(string operation)
        {
            var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync(x => x.Operation == operation));
            var person = DisclosedPerson.Read(entry.Persons).ShouldHaveSingleItem();
            (person.Reference, person.Fields).ShouldBe((reference, SharedFields.All));
        }
    }

    [Theory, BothDatabases]
    public async Task A_page_that_is_made_again_is_current_and_has_one_entry(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        var renamed = 0;
        Func<Task> renameAsync = () => Task.CompletedTask;
        var lastRead = new WhileReading("deletion_requests", () => renameAsync().GetAwaiter().GetResult()) { Left = 1 };
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, lastRead);
        var id = await scene.ReferredAsync();
        var reference = (await scene.LoadAsync(id)).Reference;
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        await host.QueryAsync(officer, "mutation($reference: String!) { openSubjectAccess(input: { reference: $reference, reason: \"asked\" }) { errors { __typename } } }", new { reference });
        renameAsync = () => host.QueryAsync(officer, "mutation($reference: String!, $name: String!) { rectifyRefugee(input: { reference: $reference, familyName: $name }) { errors { __typename } } }",
            new { reference, name = $"Renamed{++renamed}" });
        Interrupt(host, "ConsentForm", 1, _ => renameAsync());
        Interrupt(host, "ConsentReceipt", 1, _ => renameAsync());

        foreach (var (page, token, operation) in new[]
        {
            ($"/consents/{GlobalId.Encode("Refugee", id)}/form", await host.TokenAsync(Role.CentreWorker, "test-centre"), "ConsentForm"),
            ($"/consents/{GlobalId.Encode("Refugee", id)}/receipt", await host.TokenAsync(Role.CentreWorker, "test-centre"), "ConsentReceipt"),
            ($"/subjects/{GlobalId.Encode("Refugee", id)}/export", officer, "exportSubjectData"),
        })
        {
            // The export's page uses no GraphQL operation that the test could interrupt.
            if (operation == "exportSubjectData")
            {
                lastRead.IsOn = true;
            }

            var before = renamed;
            var html = (await host.PageAsync(token, page)).Text;

            renamed.ShouldBe(before + 1, operation);
            html.ShouldContain($"Renamed{renamed}", customMessage: operation);
            (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == operation))).ShouldBe(1, operation);
        }
    }

    [Theory, BothDatabases]
    public async Task An_event_about_a_person_who_withdraws_while_it_is_prepared_is_not_sent(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("Subscriptions:PollInterval", "00:00:00.05"));
        var token = await host.TokenAsync(Role.BranchCoordinator, "test-north-a");
        // A missing event must fail the test instead of blocking it.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = "subscription Told { referralAssigned { refugee { reference phone } } }" }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token), Accept = { new("text/event-stream") } },
        };
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (host.Services.GetRequiredService<Integration.Graph.Server.Subscriptions.ChangeFeed>().Listeners == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        var leaves = "";
        Interrupt(host, "Told", 1, async _ =>
        {
            leaves = (await host.DoAsync(db => db.Refugees.SingleAsync())).Reference;
            await scene.WithdrawAsync(leaves);
        });
        await scene.ReferredAsync(wishes: [TestCountry.Family]);
        while (leaves.Length == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        var stays = await ReferenceAsync(scene);

        var told = "";
        while (!told.Contains("reference", StringComparison.Ordinal))
        {
            told = (await events.ReadLineAsync(limit.Token))!;
        }

        told.ShouldContain(stays);
        told.ShouldNotContain(leaves);
        var entries = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().Where(x => x.Operation == "Told").ToListAsync());
        entries.ShouldHaveSingleItem().Persons.ShouldStartWith(stays);
    }

    private static async Task<string> ReferenceAsync(Scene scene) => (await scene.LoadAsync(await scene.ReferredAsync(wishes: [TestCountry.Family]))).Reference;

    /// <summary>Runs a step the first times that a response to an operation is ready.</summary>
    private static void Interrupt(ServerHost host, string operation, int times, Func<int, Task> step)
    {
        var options = host.Services.GetRequiredService<GraphQLOptions>();
        var (original, done) = (options.BeforeAnswer, 0);
        options.BeforeAnswer = async context =>
        {
            if (context.OperationName == operation && done < times)
            {
                await step(++done);
            }

            return await original(context);
        };
    }

    /// <summary>Runs a step whenever the server has read a table.</summary>
    private sealed class WhileReading(string table, Action step) : DbCommandInterceptor
    {
        public bool IsOn { get; set; }

        /// <summary>How many more times the step runs.</summary>
        public int Left { get; set; } = int.MaxValue;

        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
        {
            Take(command);
            return result;
        }

        public override ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
        {
            Take(command);
            return new ValueTask<DbDataReader>(result);
        }

        private void Take(DbCommand command)
        {
            if (!IsOn || Left == 0 || !command.CommandText.Contains(table, StringComparison.Ordinal))
            {
                return;
            }

            Left--;
            step();
        }
    }
}
