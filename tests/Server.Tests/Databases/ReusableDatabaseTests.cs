using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Databases;

/// <summary>No test finds in its database what another test left behind.</summary>
public sealed class ReusableDatabaseTests
{
    [Fact]
    public async Task Rows_that_a_test_has_added_are_deleted_and_sequences_begin_again()
    {
        await using var used = await Scene.CreateAsync(DatabaseKind.PostgreSql);
        var before = await RowsAsync(used);
        await used.ReferredAsync();
        (await RowsAsync(used)).Sum(table => table.Value).ShouldBeGreaterThan(before.Sum(table => table.Value) + 4);
        var name = used.Database.Options.ConnectionString!;
        await used.DisposeAsync();

        await using var next = await TakeAsync(name);

        (await RowsAsync(next)).ShouldBe(before);
        (await next.DoAsync(db => db.Database.SqlQueryRaw<long>("""SELECT count(*) AS "Value" FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL""").SingleAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData("ALTER TABLE refugees ADD COLUMN another int")]
    [InlineData("CREATE INDEX another ON refugees (phone)")]
    [InlineData("DELETE FROM activities")]
    [InlineData("UPDATE branches SET capacity = capacity + 1")]
    public async Task A_database_whose_schema_or_reference_data_a_test_has_changed_is_used_by_no_other(string change)
    {
        await using var used = await Scene.CreateAsync(DatabaseKind.PostgreSql);
        await used.DoAsync(db => db.Database.ExecuteSqlRawAsync(change));
        var name = used.Database.Options.ConnectionString!;
        await used.DisposeAsync();

        await using var next = await TakeAsync(name);

        next.Database.Options.ConnectionString.ShouldNotBe(name);
    }

    /// <summary>
    /// Takes a database, usually the one that was returned last. If a parallel test is faster, takes another one.
    /// </summary>
    private static async Task<Scene> TakeAsync(string name)
    {
        var others = new List<Scene>();
        var scene = await Scene.CreateAsync(DatabaseKind.PostgreSql);
        for (var i = 0; i < 3 && scene.Database.Options.ConnectionString != name; i++)
        {
            others.Add(scene);
            scene = await Scene.CreateAsync(DatabaseKind.PostgreSql);
        }

        foreach (var other in others)
        {
            await other.DisposeAsync();
        }

        return scene;
    }

    private static Task<Dictionary<string, int>> RowsAsync(Scene scene) => scene.DoAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        var rows = new Dictionary<string, int>();
        foreach (var table in db.Model.GetEntityTypes().Select(entity => entity.GetTableName()).OfType<string>().Distinct().Order())
        {
            command.CommandText = $"SELECT count(*)::int FROM {table}";
            rows.Add(table, (int)(await command.ExecuteScalarAsync())!);
        }

        return rows;
    });
}
