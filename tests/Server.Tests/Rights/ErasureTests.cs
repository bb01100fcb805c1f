using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Integration.Graph.Server.Time;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Rights;

/// <summary>The person's rights: access, rectification and erasure.</summary>
public sealed class ErasureTests
{
    private const string Old = "Qanariegammel";
    private const string Given = "Qanariefornavn";
    private const string Street = "Qanarievej";
    private const string Reason = "Qanariegrund";
    private const string Caseworker = "Qanariesagsbehandler";
    private const string Successor = "Qanarieafloeser";
    private static readonly string[] Canaries = [Old, Given, Street, Reason, Caseworker, Successor, Old.ToLowerInvariant(), Given.ToLowerInvariant()];

    [Theory, BothDatabases]
    public async Task A_person_is_exported_corrected_and_erased(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock, ("Retention:Schedule", "never"));
        var centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var municipality = await host.TokenAsync(Role.Municipality, TestCountry.North);
        var (id, reference) = await centre.PlacedAsync();
        var (_, other) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "MUNICIPALITY PHONE");
        await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, phone: \"+4500000077\" }) { errors { __typename } } }", new { id });
        await host.QueryAsync(municipality, "query Worklist { refugees { nodes { name { given } phone } } }");

        // Refused before the person is opened, and for every other role.
        foreach (var mutation in new[] { $"exportSubjectData(input: {{ reference: \"{reference}\" }})", $"eraseRefugee(input: {{ reference: \"{reference}\" }})", $"rectifyRefugee(input: {{ reference: \"{reference}\", givenName: \"X\" }})" })
        {
            (await host.QueryAsync(officer, $"mutation {{ {mutation} {{ errors {{ __typename }} }} }}")).Text.ShouldContain("NotFoundError");
            (await host.QueryAsync(centre.Token, $"mutation {{ {mutation} {{ errors {{ __typename }} }} }}")).Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
        }
        await OpenAsync(host, officer, reference);
        await host.DoAsync(async db =>
        {
            db.Add(new ConsentNotice { Id = 1, RefugeeId = (await db.Refugees.SingleAsync(x => x.Reference == reference)).Id, ConsentVersion = 1, EndsOn = new DateOnly(2026, 4, 5), CreatedAt = clock.Now });
            await db.SaveChangesAsync();
        });

        var data = await ExportAsync(host, officer, reference);
        data.GetProperty("givenName").GetString().ShouldBe("Given");
        data.GetProperty("phone").GetString().ShouldBe("+4500000077");
        data.GetProperty("dateOfBirth").GetString().ShouldBe("1990-05-06");
        data.GetProperty("consents")[0].GetProperty("municipality").EnumerateArray().Select(x => x.GetString()).ShouldBe(["NAME", "PHONE"]);
        var former = data.GetProperty("formerValues").EnumerateArray().Single(x => x.GetProperty("field").GetString() == "phone");
        (former.GetProperty("value").GetString(), former.GetProperty("changedIn").GetString()).ShouldBe(("+4500000001", "CENTRE_WORKER"));
        data.GetProperty("disclosures").EnumerateArray().Select(x => x.GetProperty("operation").GetString()).ShouldContain("Worklist");
        data.GetProperty("consentNotices")[0].GetProperty("endsOn").GetString().ShouldBe("2026-04-05");
        data.GetProperty("officersAccesses")[0].GetProperty("reason").GetString().ShouldBe(Reason);

        var corrected = await host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{reference}\", givenName: \"{Given}\", dateOfBirth: \"1991-05-06\" }}) {{ refugee {{ name {{ given }} dateOfBirth }} errors {{ __typename }} }} }}");
        corrected["rectifyRefugee.refugee.name.given"].GetString().ShouldBe(Given);
        // A recipient that may know the name gets a new notice.
        (await host.QueryAsync(municipality, "{ handoverNotices { nodes { news } } refugees { nodes { name { given } } } }")).Text.ShouldContain(Given);
        var after = (await ExportAsync(host, officer, reference)).GetProperty("formerValues").EnumerateArray()
            .Select(x => (x.GetProperty("field").GetString(), x.GetProperty("value").GetString(), x.GetProperty("changedIn").GetString())).ToList();
        after.ShouldContain(("givenName", "Given", "DATA_PROTECTION_OFFICER"));
        after.ShouldContain(("dateOfBirth", "1990-05-06", "DATA_PROTECTION_OFFICER"));
        // Each export has a ledger entry.
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Operation == "Export" && x.Persons.StartsWith(reference + ":127:")))).ShouldBe(2);

        clock.Pass(TimeSpan.FromMinutes(1));
        var erased = await host.QueryAsync(officer, $"mutation {{ eraseRefugee(input: {{ reference: \"{reference}\" }}) {{ reference errors {{ __typename }} }} }}");
        erased.Text.ShouldBe($"{{\"data\":{{\"eraseRefugee\":{{\"reference\":\"{reference}\",\"errors\":null}}}}}}");

        (await host.QueryAsync(officer, "{ refugees { totalCount } }"))["refugees.totalCount"].GetInt32().ShouldBe(0);
        (await host.QueryAsync(centre.Token, "{ refugees { nodes { reference } } }"))["refugees.nodes"].EnumerateArray()
            .Select(x => x.GetProperty("reference").GetString()).ShouldBe([other]);
        await host.DoAsync(async db =>
        {
            (await db.Consents.CountAsync(x => x.Refugee!.Reference == reference)).ShouldBe(0);
            (await db.FormerValues.CountAsync()).ShouldBe(0);
            (await db.SubjectAccesses.CountAsync()).ShouldBe(0);
            (await db.HandoverInterviews.CountAsync()).ShouldBe(1);
        });
        // Recipients are requested to delete the fields, and the ledger still contains the reference.
        (await host.QueryAsync(municipality, "{ deletionRequests { nodes { reference fields } } }")).Text
            .ShouldBe($"{{\"data\":{{\"deletionRequests\":{{\"nodes\":[{{\"reference\":\"{reference}\",\"fields\":[\"NAME\",\"PHONE\"]}}]}}}}}}");
        (await host.QueryAsync(officer, $"{{ disclosures(where: {{ reference: {{ eq: \"{reference}\" }} }}) {{ totalCount }} }}"))["disclosures.totalCount"].GetInt32().ShouldBeGreaterThan(3);
        (await host.DoAsync(async db => (await new LedgerVerification(db).RunAsync([])).Breaks.Count)).ShouldBe(0);
        (await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"again\" }}) {{ errors {{ __typename }} }} }}")).Text.ShouldContain("NotFoundError");
    }

    [Fact]
    public async Task No_byte_of_an_erased_person_is_left_in_sqlites_files()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock(), ("Retention:Schedule", "never"));
        var (officer, reference) = await WithCanariesAsync(host);
        Found(host, [Old, Given, Street, Reason, Successor]).ShouldBe([Old, Given, Street, Reason, Successor]);

        await host.QueryAsync(officer, $"mutation {{ eraseRefugee(input: {{ reference: \"{reference}\" }}) {{ reference errors {{ __typename }} }} }}");

        Found(host, Canaries).ShouldBeEmpty();
    }

    /// <summary>The statements in decision 0009 remove every byte after an erasure on PostgreSQL.</summary>
    [Fact]
    public async Task No_byte_of_an_erased_person_is_left_in_postgresqls_files_after_what_the_decision_says()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.UnusedAsync(DatabaseKind.PostgreSql), new ManualClock(), ("Retention:Schedule", "never"));
        var (officer, reference) = await WithCanariesAsync(host);
        // A second person remains, so that the planner's statistics keep samples of values.
        var centre = await Centre.OfAsync(host);
        var (id, other) = await centre.PlacedAsync();
        await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, caseworker: { name: \"Other\" } }) { errors { __typename } } }", new { id });
        await OpenAsync(host, officer, other, "other");
        await host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{other}\", givenName: \"Other\" }}) {{ errors {{ __typename }} }} }}");
        await OnAsync("ANALYZE");
        string[] present = [Old, Given, Street, Reason, Successor];
        (await FoundAsync(present)).ShouldBe(present);
        await using var elsewhere = host.Database.CreateContext();
        await using var older = await elsewhere.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await elsewhere.Database.SqlQueryRaw<int>("SELECT 1 AS \"Value\"").SingleAsync();

        await host.QueryAsync(officer, $"mutation {{ eraseRefugee(input: {{ reference: \"{reference}\" }}) {{ reference errors {{ __typename }} }} }}");
        await CleanAsync();
        (await FoundAsync(Canaries)).ShouldNotBeEmpty("an older transaction keeps the rows");

        await older.RollbackAsync();
        // Several attempts, because the server and the planner have transactions too.
        var left = Canaries.ToList();
        for (var attempt = 0; attempt < 10 && left.Count > 0; attempt++)
        {
            await CleanAsync();
            left = await FoundAsync(Canaries);
        }

        left.ShouldBeEmpty();

        async Task CleanAsync()
        {
            foreach (var statement in DecisionsStatements())
            {
                await OnAsync(statement);
            }
        }

        Task OnAsync(string statement) => host.DoAsync(db => db.Database.ExecuteSqlRawAsync(statement));

        async Task<List<string>> FoundAsync(string[] texts)
        {
            // Writes memory to the files and removes files that are no longer used.
            await OnAsync("CHECKPOINT");
            var folder = await host.DoAsync(db => db.Database.SqlQueryRaw<string>(
                "SELECT current_setting('data_directory') || '/base/' || oid AS \"Value\" FROM pg_database WHERE datname = current_database()").SingleAsync());
            return Found(Directory.GetFiles(folder), texts);
        }
    }

    private static string[] DecisionsStatements([CallerFilePath] string path = "")
    {
        var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "../../../api/decisions/0009-an-erasure-deletes-the-row.md"));
        return text.Split("```")[1]["sql".Length..].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// Returns an officer's token, and the reference of a person with a value of <see cref="Canaries"/> in every field that
    /// can hold one.
    /// </summary>
    private static async Task<(string Officer, string Reference)> WithCanariesAsync(ServerHost host)
    {
        var centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "MUNICIPALITY ADDRESS");
        await OpenAsync(host, officer, reference);
        foreach (var name in new[] { Old, Given })
        {
            (await host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{reference}\", givenName: \"{name}\", familyName: \"{name}\" }}) {{ errors {{ __typename }} }} }}")).Errors.ShouldBeEmpty();
        }

        foreach (var name in new[] { Caseworker, Successor })
        {
            (await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, caseworker: { name: \"" + name + "\" } }) { errors { __typename } } }", new { id })).Text.ShouldContain("\"errors\":null");
        }

        (await host.QueryAsync(centre.Token, "mutation($id: ID!) { updateContact(input: { refugeeId: $id, address: { street: \"" + Street + " 1\", postalCode: \"" + TestCountry.PostalCodeInNorth + "\" } }) { errors { __typename } } }", new { id })).Text.ShouldContain("\"errors\":null");
        return (officer, reference);
    }

    [Theory, BothDatabases]
    public async Task A_caseworker_is_forgotten_with_the_last_person_whom_they_receive(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        long[] people = [await scene.RegisterAsync(), await scene.RegisterAsync()];
        foreach (var id in people)
        {
            await scene.PlaceAsync(id, caseworker: new("Sag Behandler", "+4500000088"));
        }

        var known = new List<int>();
        foreach (var id in people)
        {
            known.Add(await scene.DoAsync(db => db.Caseworkers.CountAsync()));
            await scene.DoAsync(db => MutationTransaction.RunAsync(db, async () =>
            {
                var refugee = await db.Refugees.Where(x => x.Id == id).WithHistory().SingleAsync();
                await Erasure.ApplyAsync(db, refugee, ErasureCause.Request, "officer", Moment.Of(scene.Clock), default);
                return true;
            }, default));
        }

        known.ShouldBe([1, 1]);
        (await scene.DoAsync(db => db.Caseworkers.CountAsync())).ShouldBe(0);
    }

    /// <summary>In this case the next follow-up, at most ten minutes later, empties the log.</summary>
    [Fact]
    public async Task An_erasure_does_not_wait_for_a_long_reader_and_the_bytes_are_gone_after_the_next_follow_up()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, new ManualClock(), ("Retention:Schedule", "never"));
        var centre = await Centre.OfAsync(host);
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        var (_, reference) = await centre.PlacedAsync();
        await OpenAsync(host, officer, reference);
        (await host.QueryAsync(officer, $"mutation {{ rectifyRefugee(input: {{ reference: \"{reference}\", givenName: \"{Given}\" }}) {{ errors {{ __typename }} }} }}")).Errors.ShouldBeEmpty();
        await using (var reader = new SqliteConnection(host.Database.Options.ConnectionString))
        {
            await reader.OpenAsync();
            await using var reading = reader.BeginTransaction(deferred: true);
            await using var query = reader.CreateCommand();
            (query.Transaction, query.CommandText) = (reading, "SELECT count(*) FROM refugees");
            (await query.ExecuteScalarAsync()).ShouldBe(1L);
            var began = Stopwatch.GetTimestamp();

            await host.QueryAsync(officer, $"mutation {{ eraseRefugee(input: {{ reference: \"{reference}\" }}) {{ reference errors {{ __typename }} }} }}");

            // Every writer would wait as long as the erasure. A reader may take minutes.
            Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(5));
            Found(host, [Given]).ShouldBe([Given]);
        }
        await host.Services.GetRequiredService<FollowUp>().RunAsync();

        Found(host, [Given]).ShouldBeEmpty();
    }

    /// <summary>Returns the texts found in the database files, including the log.</summary>
    private static List<string> Found(ServerHost host, string[] texts)
    {
        var file = new SqliteConnectionStringBuilder(host.Database.Options.ConnectionString).DataSource;
        return Found(Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + "*"), texts);
    }

    private static List<string> Found(string[] files, string[] texts)
    {
        var bytes = files.Select(name =>
        {
            using var stream = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }).ToList();
        bytes.Count.ShouldBeGreaterThan(1);
        return [.. texts.Where(text => bytes.Any(content => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0))];
    }

    private static async Task OpenAsync(ServerHost host, string officer, string reference, string reason = Reason) =>
        (await host.QueryAsync(officer, $"mutation {{ openSubjectAccess(input: {{ reference: \"{reference}\", reason: \"{reason}\" }}) {{ errors {{ __typename }} }} }}")).Text.ShouldContain("\"errors\":null");

    private static async Task<JsonElement> ExportAsync(ServerHost host, string officer, string reference)
    {
        var answer = await host.QueryAsync(officer, $"mutation Export {{ exportSubjectData(input: {{ reference: \"{reference}\" }}) {{ document errors {{ __typename }} }} }}");
        return JsonDocument.Parse(answer["exportSubjectData.document"].GetString()!).RootElement;
    }
}
