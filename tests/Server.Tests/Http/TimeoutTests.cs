using System.Diagnostics;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
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
            await host.DoAsync(async db => (await db.Database
                .SqlQueryRaw<int>("SELECT COUNT(*)::int AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'PgSleep'")
                .SingleAsync()).ShouldBe(0));
        // The connection of a cancelled statement serves the next one.
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("DROP VIEW branches"));
        await host.DoAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE branches_stored RENAME TO branches"));
        (await host.QueryAsync(null, "{ branches(first: 1) { nodes { name } } }")).Errors.ShouldBeEmpty();
    }
}
