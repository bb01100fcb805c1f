using System.Diagnostics;
using System.Net;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>The execution timeout reaches the database: a statement that takes too long is cancelled.</summary>
public sealed class TimeoutTests
{
    [Theory]
    [BothDatabases]
    public async Task A_statement_that_takes_too_long_is_cancelled_in_the_database(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind), null, ("GraphQL:ExecutionTimeout", "00:00:01"));
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE branches RENAME TO branches_stored"));
        // The first row of these views takes minutes.
        await host.DoAsync(db => kind == DatabaseKind.Sqlite
            ? db.Database.ExecuteSqlRawAsync(
                "CREATE VIEW branches AS SELECT * FROM branches_stored WHERE (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 10000000000) SELECT COUNT(*) FROM numbers) > 0")
            : db.Database.ExecuteSqlRawAsync(
                "CREATE VIEW branches AS SELECT * FROM branches_stored WHERE (SELECT COUNT(*) FROM (SELECT pg_sleep(300)) AS waited) > 0"));
        var began = Stopwatch.GetTimestamp();

        var answer = await host.QueryAsync(null, "{ branches(first: 1) { nodes { name } } }");

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        answer.Codes.ShouldBe(["EXECUTION_TIMED_OUT"]);
        answer.Text.ShouldContain("longer than 1 seconds, the execution time-out (ExecutionTimeout)");
        if (kind == DatabaseKind.PostgreSql)
        {
            await host.DoAsync(async db => (await db.Database
                .SqlQueryRaw<int>("SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'")
                .SingleAsync()).ShouldBe(0));
        }
        // The connection of a cancelled statement serves the next one.
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("DROP VIEW branches"));
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE branches_stored RENAME TO branches"));
        (await host.QueryAsync(null, "{ branches(first: 1) { nodes { name } } }")).Errors.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_page_that_takes_too_long_is_refused_as_an_operation_is(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind, null, ("GraphQL:ExecutionTimeout", "00:00:01"));
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        var officer = await host.TokenAsync(Role.DataProtectionOfficer);
        (await host.QueryAsync(officer, "mutation($r: String!) { openSubjectAccess(input: { reference: $r, reason: \"Asked\" }) { errors { __typename } } }", new { r = reference })).Errors.ShouldBeEmpty();
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE refugees RENAME TO refugees_stored"));
        await host.DoAsync(db => kind == DatabaseKind.Sqlite
            ? db.Database.ExecuteSqlRawAsync(
                "CREATE VIEW refugees AS SELECT * FROM refugees_stored WHERE (WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers LIMIT 10000000000) SELECT COUNT(*) FROM numbers) > 0")
            : db.Database.ExecuteSqlRawAsync(
                "CREATE VIEW refugees AS SELECT * FROM refugees_stored WHERE (SELECT COUNT(*) FROM (SELECT pg_sleep(300)) AS waited) > 0"));

        var pages = new List<(string Path, string Token)> { ($"/consents/{id}/form", centre.Token), ($"/consents/{id}/receipt", centre.Token) };
        // SQLite's provider cannot cancel the statements of this page; they read one person by its key.
        if (kind == DatabaseKind.PostgreSql)
        {
            pages.Add(($"/subjects/{id}/export", officer));
        }

        foreach (var (path, token) in pages)
        {
            var page = await host.PageAsync(token, path);

            page.Status.ShouldBe(HttpStatusCode.GatewayTimeout, path);
            page.Text.ShouldContain("EXECUTION_TIMED_OUT");
        }
    }
}
