using System.Buffers.Text;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>A cursor reveals nothing to its holder, and is valid for one caller and one query.</summary>
[Collection(SharingHosts.Name)]
public sealed class CursorTests(SharingHosts hosts)
{
    private const string Query = "{ refugees(first: 2, AFTER where: { movesInOn: { gte: \"2026-01-01\" } }, order: [{ reference: ASC }]) { edges { cursor } } }";

    [Theory]
    [BothDatabases]
    public async Task A_cursor_is_refused_to_another_caller_and_for_another_query(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var mine = await hosts.TokenAsync(host, new Asker(Role.Municipality, TestCountry.North));
        var cursor = await CursorAsync(host, mine);
        string With(string cursor) => Query.Replace("AFTER", $"after: \"{cursor}\",", StringComparison.Ordinal);

        (await host.QueryAsync(mine, With(cursor))).Errors.ShouldBeEmpty();

        foreach (var other in new[] { new Asker(Role.Municipality, TestCountry.South), new(Role.CentreWorker, "test-centre"), new(Role.IntegrationConsultant) })
        {
            ShouldBeRefused(await host.QueryAsync(await hosts.TokenAsync(host, other), With(cursor)), "refugees");
        }

        ShouldBeRefused(await host.QueryAsync(mine, With(cursor).Replace("reference: ASC", "reference: DESC", StringComparison.Ordinal)), "refugees");
        ShouldBeRefused(await host.QueryAsync(mine, With(cursor).Replace("[{ reference: ASC }]", "[{ movesInOn: ASC }, { reference: ASC }]", StringComparison.Ordinal)), "refugees");
        ShouldBeRefused(await host.QueryAsync(mine, With(cursor).Replace("2026-01-01", "2026-01-02", StringComparison.Ordinal)), "refugees");
        ShouldBeRefused(await host.QueryAsync(mine, With(cursor).Replace("gte", "gt", StringComparison.Ordinal)), "refugees");
        var elsewhere = With(cursor).Replace("{ refugees", $"{{ municipality(code: \"{TestCountry.North}\") {{ refugees", StringComparison.Ordinal) + "}";
        ShouldBeRefused(await host.QueryAsync(mine, elsewhere), "municipality.refugees");
        foreach (var spoilt in new[] { "", "AAAA", cursor[..^2], (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..], Base64Url.EncodeToString("RK-0000-0000"u8) })
        {
            ShouldBeRefused(await host.QueryAsync(mine, With(spoilt)), "refugees");
        }
    }

    [Theory]
    [BothDatabases]
    public async Task A_cursor_holds_no_value_and_is_the_same_each_time(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.Municipality, TestCountry.North));

        var answer = await host.QueryAsync(token, "{ refugees(first: 100, order: [{ reference: ASC }, { nationality: ASC }]) { edges { cursor node { id reference } } } }");

        var edges = answer["refugees.edges"].EnumerateArray().ToList();
        edges.Count.ShouldBeGreaterThan(10);
        byte[]? before = null;
        foreach (var edge in edges)
        {
            var bytes = Base64Url.DecodeFromChars(edge.GetProperty("cursor").GetString());
            // Compares four characters of the reference. A country code has two, which a hundred random cursors contain by
            // chance.
            Encoding.Latin1.GetString(bytes).ShouldNotContain(edge.GetProperty("node").GetProperty("reference").GetString()![3..7], Case.Sensitive);
            // Plain cursors of neighbours differ in few bytes. Encrypted ones differ in about half of the bits.
            if (before?.Length == bytes.Length)
            {
                before.Zip(bytes, (one, other) => BitOperations.PopCount((uint)(one ^ other))).Sum().ShouldBeGreaterThan(bytes.Length * 8 / 4);
            }

            before = bytes;
        }

        edges.Select(edge => edge.GetProperty("cursor").GetString()).Distinct().Count().ShouldBe(edges.Count);
        (await CursorAsync(host, token)).ShouldBe(await CursorAsync(host, token));
    }

    [Theory]
    [BothDatabases]
    public async Task Every_process_on_a_database_makes_and_takes_the_same_cursors_and_none_of_another_database(DatabaseKind kind)
    {
        await using var one = await SharingHosts.StartAsync(kind);
        await using var other = await ServerHost.StartAsync(one.Database, new ManualClock { Now = SharingWorld.Now });
        await using var stranger = await SharingHosts.StartAsync(kind);
        var cursors = new List<string>();
        foreach (var host in new[] { one, other })
        {
            var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
            cursors.Add(await CursorAsync(host, token));
            (await host.QueryAsync(token, Query.Replace("AFTER", $"after: \"{cursors[0]}\",", StringComparison.Ordinal))).Errors.ShouldBeEmpty();
        }

        cursors[1].ShouldBe(cursors[0]);
        ShouldBeRefused(await stranger.QueryAsync(
            await stranger.TokenAsync(Role.Municipality, TestCountry.North), Query.Replace("AFTER", $"after: \"{cursors[0]}\",", StringComparison.Ordinal)), "refugees");
    }

    private static async Task<string> CursorAsync(ServerHost host, string token) =>
        (await host.QueryAsync(token, Query.Replace("AFTER", "", StringComparison.Ordinal)))["refugees.edges.1.cursor"].GetString()!;

    private static void ShouldBeRefused(GraphQLAnswer answer, string path)
    {
        answer.Codes.ShouldBe(["INVALID_CURSOR"], answer.Text);
        var at = answer.Body.GetProperty("data");
        foreach (var step in path.Split('.'))
        {
            at = at.GetProperty(step);
        }

        at.ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
