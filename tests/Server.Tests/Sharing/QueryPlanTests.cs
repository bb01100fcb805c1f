using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// Query plans of both databases: for a caller with a local scope, the database does not read the rows of the whole
/// country.
/// </summary>
public sealed partial class QueryPlanTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    /// <summary>Tables with a row or more for each person or response.</summary>
    private static readonly string[] Large =
    [
        "refugees", "consents", "referrals", "matches", "handover_notices", "handover_interviews", "subject_accesses", "deletion_requests", "disclosures", "disclosure_entries", "disclosure_holdings",
        // The ledger's entries, inside the view that splits them.
        "e",
    ];

    /// <summary>Indexes that contain exactly the requested rows, or contain them in the order of a page.</summary>
    private static readonly string[] ReadInOrder = ["IX_handover_notices_unacknowledged", "IX_deletion_requests_requested_at_id", "IX_disclosure_entries_at_id"];

    private static readonly string[] OfPersons =
    [
        "{ refugees(first: 50) { nodes { reference withheld { field reason } } totalCount } }",
        "{ refugees(first: 50, order: [{ name: ASC }]) { nodes { reference name { given family } } } }",
        "{ refugees(first: 50, order: [{ movesInOn: DESC }]) { nodes { reference } pageInfo { endCursor } } }",
        "{ refugees(first: 50, where: { name: { search: \"am ha\" } }) { nodes { name { given family } } totalCount } }",
        "{ refugees(first: 50, where: { name: { startsWith: \"am\" }, age: { gte: 18, lt: 40 }, nationality: { code: { in: [\"SY\", \"UA\"] } } }, order: [{ age: DESC }]) { nodes { reference } totalCount } }",
        "{ referrals(first: 50, where: { status: { eq: ACCEPTED } }) { nodes { status refugee { name { given } } } totalCount } }",
        "{ referrals(first: 50, where: { overdue: { eq: true } }) { nodes { status refugee { name { given } } } totalCount } }",
        "{ consents(first: 50, order: [{ validUntil: ASC }]) { nodes { validUntil refugee { reference } } totalCount } }",
        "{ refugee(reference: \"RK-7Q4M-2XKD\") { reference phone referral { status } } }",
        "{ municipality(code: \"0461\") { refugees(first: 5) { nodes { reference } } } }",
    ];

    [Theory]
    [BothDatabases]
    public async Task A_caller_with_a_local_scope_never_scans_the_whole_country(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind, refugees: 2000, Today), new ManualClock { Now = Today.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc) }, ("GraphQL:MaxCost", "1000000"));
        var volunteer = (await host.DoAsync(db => db.Volunteers.OrderBy(v => v.Id).Select(v => v.Id).FirstAsync())).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var scans = new List<string>();
        foreach (var (role, scope, documents) in new (Role, string?, string[])[]
        {
            (Role.Municipality, "0461", [.. OfPersons, Operation("worklist"), Operation("filter"), Operation("person"), "{ handoverNotices(first: 50, order: [{ createdAt: DESC }]) { nodes { reference refugee { name { given } } } totalCount } }"]),
            (Role.CentreWorker, "center-sandholm", OfPersons),
            (Role.BranchCoordinator, "odense", [.. OfPersons, "{ matches(first: 50) { nodes { status refugee { name { given } } } totalCount } }", "{ volunteers(where: { name: { search: \"a\" } }, order: [{ name: ASC }]) { nodes { name { given } } } }"]),
            (Role.Volunteer, volunteer, [.. OfPersons, "{ matches(first: 50) { nodes { status refugee { name { given } } } totalCount } }"]),
            // National roles read the open or opened rows of the whole country.
            (Role.IntegrationConsultant, null, ["{ handoverNotices(first: 50, order: [{ createdAt: DESC }]) { nodes { createdAt } totalCount } }"]),
            (Role.DataProtectionOfficer, null,
            [
                .. OfPersons,
                "{ deletionRequests(first: 50, order: [{ requestedAt: DESC }]) { nodes { reference } } }",
                "{ deletionRequests(first: 50, where: { overdue: { eq: true } }, order: [{ requestedAt: ASC }]) { nodes { reference } totalCount } }",
                "{ disclosures(first: 50) { nodes { at reference } } }",
                "{ disclosures(first: 50, where: { at: { gte: \"2026-06-01T00:00:00Z\" } }) { nodes { at reference } } }",
            ]),
        })
        {
            var token = await host.TokenAsync(role, scope);
            foreach (var document in documents)
            {
                foreach (var sql in await SentAsync(host, token, document))
                {
                    scans.AddRange((await PlanAsync(host, kind, sql)).Where(step => Scanned(step, sql) is { } table && Large.Contains(table) && !ReadInOrder.Any(step.EndsWith)).Select(step => $"{role}: {step}\n{document}\n{sql}"));
                }
            }
        }

        scans.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_statements_are_the_same_for_every_place_whatever_its_size()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite, refugees: 2000, Today), new ManualClock { Now = Today.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc) }, ("GraphQL:MaxCost", "1000000"));
        var (city, island) = (await host.TokenAsync(Role.Municipality, "0461"), await host.TokenAsync(Role.Municipality, "0825"));
        foreach (var document in OfPersons)
        {
            var statements = await SentAsync(host, city, document);
            // Fewer statements are sent if one page has all rows, because no count is needed.
            (await SentAsync(host, island, document)).Except(statements).ShouldBeEmpty();
            statements.ShouldAllBe(sql => !sql.Contains("UNION", StringComparison.Ordinal));
        }
    }

    private static async Task<List<string>> SentAsync(ServerHost host, string token, string document)
    {
        var sent = new List<string>();
        void Note(string sql)
        {
            lock (sent)
            {
                sent.Add(sql);
            }
        }

        var connections = host.Services.GetRequiredService<RowConnections>();
        connections.Sending += Note;
        var answer = await host.QueryAsync(token, document, document.Contains("$id", StringComparison.Ordinal) ? new { id = GlobalId.Encode("Refugee", 1) } : null);
        connections.Sending -= Note;
        answer.Errors.ShouldBeEmpty(answer.Text);
        return [.. sent.Distinct().Where(sql => Large.Any(table => sql.Contains(table, StringComparison.Ordinal)))];
    }

    private static Task<List<string>> PlanAsync(ServerHost host, DatabaseKind kind, string sql) => host.DoAsync(async db =>
    {
        var steps = new List<string>();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var names = Parameter().Matches(sql).Select(m => m.Value).Distinct().ToList();
        if (kind == DatabaseKind.Sqlite)
        {
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
            foreach (var name in names)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
                command.Parameters.Add(parameter);
            }
        }
        else
        {
            // The test tables are so small that a scan is faster. The test checks whether a scan is necessary.
            var numbered = Parameter().Replace(sql, m => $"${names.IndexOf(m.Value) + 1}");
            var values = names.Count == 0 ? "" : $"({string.Join(", ", names.Select(_ => "NULL"))})";
            command.CommandText = $"SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL; PREPARE statement AS {numbered}";
            await command.ExecuteNonQueryAsync();
            command.CommandText = $"EXPLAIN (COSTS OFF) EXECUTE statement{values}";
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            steps.Add(kind == DatabaseKind.Sqlite ? reader.GetString(3) : reader.GetString(0).Trim());
        }

        return steps;
    });

    /// <summary>Returns the table that a step scans completely, or null.</summary>
    private static string? Scanned(string step, string sql)
    {
        if (SeqScan().Match(step) is { Success: true } whole)
        {
            return whole.Groups[1].Value;
        }

        return SqliteScan().Match(step) is { Success: true } scan
            ? Regex.Match(sql, $"\"?(\\w+)\"? AS \"?{scan.Groups[1].Value}\"?\\b") is { Success: true } named ? named.Groups[1].Value : scan.Groups[1].Value
            : null;
    }

    private static string Operation(string name, [CallerFilePath] string path = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "../../Benchmarks/Operations", name + ".graphql"));

    [GeneratedRegex(@"[@$]\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"Seq Scan on (\w+)")]
    private static partial Regex SeqScan();

    [GeneratedRegex(@"^SCAN (\w+)")]
    private static partial Regex SqliteScan();
}
