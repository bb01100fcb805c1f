using System.Text;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Storage.Sqlite;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.DeletionRequests;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Server.Tests.Rights;

/// <summary>The nightly job erases exactly the persons whose retention period is over. See the design, step 9.</summary>
public sealed class RetentionTests
{
    [Theory, BothDatabases]
    public async Task Who_declined_is_erased_when_the_centre_stops_seeing_them(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var declined = await PlacedAsync(scene, ContactAnswer.Declines);
        var undecided = await PlacedAsync(scene, ContactAnswer.Undecided);
        var wanting = await PlacedAsync(scene, ContactAnswer.WantsContact);

        // The centre sees the person for the last time on the 30th day after the move.
        scene.Clock.Pass(TimeSpan.FromDays(30));
        (await DueAsync(scene)).ShouldBeEmpty();
        scene.Clock.Pass(TimeSpan.FromDays(1));
        var due = (await DueAsync(scene)).ShouldHaveSingleItem();
        (due.Id, due.Cause).ShouldBe((declined, ErasureCause.Declined));
        (await scene.DoAsync(db => db.Refugees.CountAsync(x => x.Id == declined))).ShouldBe(1);

        (await RetentionOf(scene).RunAsync()).ShouldHaveSingleItem().Id.ShouldBe(declined);

        (await scene.DoAsync(db => db.Refugees.Select(x => x.Id).ToListAsync())).ShouldBe([undecided, wanting], ignoreOrder: true);
        var kept = (await scene.DoAsync(db => db.ErasedRefugees.ToListAsync())).ShouldHaveSingleItem();
        (kept.Reference, kept.Cause, kept.MunicipalityCode, kept.Answer, kept.ErasedBy)
            .ShouldBe((due.Reference, ErasureCause.Declined, TestCountry.North, ContactAnswer.Declines, ""));
        (await RetentionOf(scene).RunAsync()).ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task All_others_are_erased_two_years_after_the_last_event(DatabaseKind kind)
    {
        await using var scene = await Scene.CreateAsync(kind);
        var began = scene.Clock.Now;
        var neverAsked = await scene.RegisterAsync();
        var consented = await scene.ReferredAsync();
        var withdrawn = await scene.ReferredAsync();
        scene.Clock.Now = began.AddMonths(6);
        await scene.WithdrawAsync((await scene.LoadAsync(withdrawn)).Reference);

        scene.Clock.Now = began.AddMonths(24);
        (await DueAsync(scene)).ShouldBeEmpty();
        scene.Clock.Now = began.AddMonths(24).AddDays(1);
        (await DueAsync(scene)).ShouldHaveSingleItem().Id.ShouldBe(neverAsked);
        scene.Clock.Now = began.AddMonths(30).AddDays(1);
        (await DueAsync(scene)).Select(x => x.Id).ShouldBe([neverAsked, withdrawn], ignoreOrder: true);
        // The expiry of the consent after 24 months was its last event. The retention period is another 24 months.
        scene.Clock.Now = began.AddMonths(48);
        (await DueAsync(scene)).Select(x => x.Id).ShouldNotContain(consented);
        scene.Clock.Now = began.AddMonths(48).AddDays(1);
        (await DueAsync(scene)).Select(x => x.Id).ShouldContain(consented);
        (await DueAsync(scene)).ShouldAllBe(x => x.Cause == ErasureCause.Inactive);
    }

    [Fact]
    public async Task One_person_who_cannot_be_erased_keeps_nobody_else()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        var references = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            references.Add((await scene.LoadAsync(await PlacedAsync(scene, ContactAnswer.Declines))).Reference);
        }
        // The order in which they are erased.
        references.Sort(StringComparer.Ordinal);
        await scene.BreakAsync(references[0]);
        scene.Clock.Pass(TimeSpan.FromDays(31));

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => RetentionOf(scene).RunAsync());

        failure.Message.ShouldStartWith("1 of 3 persons");
        (await scene.DoAsync(db => db.Refugees.Select(x => x.Reference).ToListAsync())).ShouldBe([references[0]]);
    }

    /// <summary>The log must say that all persons are erased, although the file could not be rewritten.</summary>
    [Fact]
    public async Task A_failure_to_rewrite_the_file_is_reported_although_everybody_is_erased()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        await using var reading = TestDatabase.At(new DatabaseOptions
        {
            Provider = DatabaseOptions.Sqlite,
            ConnectionString = scene.Database.Options.ConnectionString + ";Mode=ReadOnly",
        });

        var failure = await Should.ThrowAsync<UnfinishedException>(() =>
            new Retention(new ReadingContexts(reading), scene.Clock, NullLogger<Retention>.Instance).RunAsync());

        failure.Message.ShouldStartWith("All persons whose retention period has ended were erased (0), but the database's file could not be rewritten");
    }

    private sealed class ReadingContexts(TestDatabase database) : IDbContextFactory<GraphContext>
    {
        public GraphContext CreateDbContext() => database.CreateContext();
    }

    /// <summary>
    /// SQLite overwrites deleted rows, but not the copies that it leaves when rows move to another page. Some deleted rows
    /// remain in the file until it is rewritten.
    /// </summary>
    [Fact]
    public async Task After_the_night_no_byte_of_a_deleted_row_is_left_where_rows_have_moved_in_sqlites_file()
    {
        const int Rows = 3000;
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        // A fixed seed moves the same rows in every run.
        var random = new Random(7);
        var ids = Enumerable.Range(0, Rows).Select(_ => random.NextInt64(1, long.MaxValue)).ToList();
        await scene.DoAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            for (var i = 0; i < Rows; i++)
            {
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO caseworkers (id, municipality_code, name, email) VALUES ({ids[i]}, {TestCountry.North}, {Name(i)}, {new string('x', random.Next(200))})");
                await db.Database.ExecuteSqlAsync($"UPDATE caseworkers SET email = {new string('y', random.Next(600))} WHERE id = {ids[random.Next(i + 1)]}");
            }
            await transaction.CommitAsync();
        });
        var gone = Enumerable.Range(0, Rows / 2).Select(i => ids[2 * i]).ToList();
        await scene.DoAsync(db => db.Caseworkers.Where(x => gone.Contains(x.Id)).ExecuteDeleteAsync());

        (await FoundAsync()).ShouldContain(i => i % 2 == 0);
        await RetentionOf(scene).RunAsync();

        var found = await FoundAsync();
        found.ShouldAllBe(i => i % 2 == 1);
        found.Count.ShouldBe(Rows / 2);

        static string Name(int i) => $"Qanarie{i:0000}navn";

        async Task<List<int>> FoundAsync()
        {
            await scene.DoAsync(db => SqliteLog.EmptyAsync(db, default));
            var file = await File.ReadAllBytesAsync(new SqliteConnectionStringBuilder(scene.Database.Options.ConnectionString).DataSource);
            return [.. Enumerable.Range(0, Rows).Where(i => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Name(i))) >= 0)];
        }
    }

    [Fact]
    public async Task The_command_lists_whom_it_would_erase_and_changes_nothing_in_a_dry_run()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        // The command uses the system clock.
        scene.Clock.Now = DateTime.UtcNow.AddDays(-60);
        var declined = await PlacedAsync(scene, ContactAnswer.Declines);
        var reference = (await scene.LoadAsync(declined)).Reference;

        (await RunAsync(scene, "--dry-run")).ShouldBe($"{reference} declined, and moved more than 30 days ago\n1 persons would be erased.\n");
        (await scene.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(1);
        (await RunAsync(scene)).ShouldBe($"{reference} declined, and moved more than 30 days ago\n1 persons have been erased.\n");
        (await scene.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(0);
    }

    private static async Task<string> RunAsync(Scene scene, params string[] options)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();
        (await CommandLine.RunAsync(["retention", .. options, .. scene.Database.Settings.Select(x => $"--{x.Key}={x.Value}")], output, error)).ShouldBe(0);
        error.ToString().ShouldBeEmpty();
        return output.ToString();
    }

    private static async Task<long> PlacedAsync(Scene scene, ContactAnswer answer)
    {
        var id = await scene.RegisterAsync();
        await scene.PlaceAsync(id, movesInOn: scene.Clock.Today);
        await scene.AskAsync(id, answer);
        return id;
    }

    private static Task<IReadOnlyList<DueErasure>> DueAsync(Scene scene) => RetentionOf(scene).DueAsync();

    private static Retention RetentionOf(Scene scene) =>
        new(new SceneContexts(scene), scene.Clock, NullLogger<Retention>.Instance);
}
