using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>
/// Sends every mutation of the schema twice with one <c>Idempotency-Key</c>. A new mutation needs a case here.
/// </summary>
public sealed class EveryMutationTwiceTests
{
    // Every response has a ledger entry, repeated ones too.
    private static readonly Type[] Ledger = [typeof(DisclosureEntry), typeof(DisclosureGroup)];

    // No mutation changes these tables, and they contain most rows.
    private static readonly Type[] Reference = [typeof(Region), typeof(Municipality), typeof(PostalDistrict), typeof(Language), typeof(Nationality), typeof(AsylumCentre), typeof(ActivityType)];

    [Theory, BothDatabases]
    public async Task Every_mutation_is_done_once_and_answered_twice(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        // Enough capacity for all referrals of the cases below.
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.NorthA).ExecuteUpdateAsync(x => x.SetProperty(y => y.Capacity, 100)));
        var cases = await MutationCases.OfAsync(scene, host);
        host.Services.GetRequiredService<RequestExecutor>().Schema.Mutation!.Fields.Select(x => x.Name).ShouldBe(cases.All.Keys, ignoreOrder: true);

        var wrong = new List<string>();
        var reference = await TablesAsync(scene, Reference.Contains);
        foreach (var (mutation, prepare) in cases.All)
        {
            var (token, input, selection) = await prepare();
            var document = $"mutation Twice {{ {mutation}(input: {{ {input} }}) {{ {selection} errors {{ ... on Error {{ code message }} }} }} }}";
            var key = "twice-0123456789-" + mutation;
            var before = await TablesAsync(scene, Own);
            var first = await host.QueryAsync(token, document, idempotencyKey: key);
            var done = await TablesAsync(scene, Own);
            var second = await host.QueryAsync(token, document, idempotencyKey: key);
            var after = await TablesAsync(scene, Own);

            if (first.Errors.Count > 0 || first[mutation].GetProperty("errors").ValueKind != JsonValueKind.Null)
            {
                wrong.Add($"{mutation} was not done: {first.Text}");
            }
            else if (Told(second) != Told(first))
            {
                wrong.Add($"{mutation} answered {first.Text} and then {second.Text}");
            }
            // An export changes only the ledger.
            if (mutation != "exportSubjectData" && Changed(before, done).Count == 0)
            {
                wrong.Add($"{mutation} did nothing");
            }

            if (Changed(done, after) is { Count: > 0 } again)
            {
                wrong.Add($"{mutation} was done again, in {string.Join(' ', again)}");
            }
        }

        wrong.ShouldBeEmpty();
        Changed(reference, await TablesAsync(scene, Reference.Contains)).ShouldBeEmpty();
        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>
    /// Returns the response; for an export, without disclosures and holders, because the first export adds to them.
    /// </summary>
    private static string Told(GraphQLAnswer answer)
    {
        if (answer.Errors.Count > 0 || !answer.Data.TryGetProperty("exportSubjectData", out var payload))
        {
            return answer.Text;
        }

        var document = JsonNode.Parse(payload.GetProperty("document").GetString()!)!.AsObject();
        document.Remove("disclosures").ShouldBeTrue();
        document.Remove("holdings").ShouldBeTrue();
        return document.ToJsonString();
    }

    private static List<string> Changed(Dictionary<string, string> one, Dictionary<string, string> other) => [.. one.Keys.Where(x => one[x] != other[x])];

    private static bool Own(Type entity) => !Ledger.Contains(entity) && !Reference.Contains(entity);

    /// <summary>Returns a hash of each table.</summary>
    private static Task<Dictionary<string, string>> TablesAsync(Scene scene, Func<Type, bool> isAsked) => scene.DoAsync(async db =>
    {
        await db.Database.OpenConnectionAsync();
        var hashes = new Dictionary<string, string>();
        foreach (var table in db.Model.GetEntityTypes().Where(x => isAsked(x.ClrType)).Select(x => x.GetTableName()).OfType<string>().Distinct())
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            var rows = new List<string>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }

            rows.Sort(StringComparer.Ordinal);
            hashes.Add(table, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows)))));
        }

        return hashes;
    });
}
