using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Sharing.NonInterference;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>
/// Names are found and sorted as users expect, alike on both databases, and only for callers that may see them.
/// </summary>
public sealed class NameTests
{
    /// <summary>In the order of a Danish list: by family name, with æ, ø and å last.</summary>
    private static readonly (string Given, string Family)[] Names =
    [
        ("Zoë", "Abel"), ("amal", "al Hassan"), ("Amal", "Al-Hassan"), ("Àmal", "Haddad"), ("Omar", "Hadi"), ("Jürgen", "Müller"), ("Ivan", "Zukov"),
        ("Олег", "Шевченко"), ("Bo", "Ækrom"), ("Eva", "Ällström"), ("Ib", "Østergaard"), ("Åse", "Ågård"),
    ];

    private static readonly GeneratedWorld World = new(
        [
            // Every second person grants the name to the municipality. All persons grant something.
            .. Names.Select((name, i) => new GeneratedPerson(((i * 7) % 12) + 1, Ids.Reference((ulong)i + 1))
            {
                Given = name.Given,
                Family = name.Family,
                Municipality = TestCountry.North,
                HasReferral = false,
                ToMunicipality = i % 2 == 0 ? SharedFields.Name : SharedFields.All & ~SharedFields.Name,
            }),
        ],
        [], [], [], []);

    [Theory]
    [BothDatabases]
    public async Task Names_are_ordered_as_danish_orders_them(DatabaseKind kind)
    {
        await using var server = await WorldServer.StartAsync(kind, World);
        var centre = await server.TokenAsync(new Asker(Role.CentreWorker, "test-centre"));
        var municipality = await server.TokenAsync(new Asker(Role.Municipality, TestCountry.North));

        // The two Amals are equal in the order, so their ids decide: 8 and 3.
        var expected = Names.Select(name => $"{name.Given} {name.Family}").ToList();
        (expected[1], expected[2]) = (expected[2], expected[1]);
        // Cyrillic letters come after all Latin letters.
        expected.Add(expected[7]);
        expected.RemoveAt(7);
        (await FoundAsync(server.Host, centre!, "order: [{ name: ASC }]")).ShouldBe(expected);
        (await FoundAsync(server.Host, centre!, "order: [{ name: DESC }, { reference: ASC }]")).First().ShouldBe("Олег Шевченко");
        (await FoundAsync(server.Host, municipality!, "order: [{ name: ASC }]")).ShouldBe([.. expected.Where(MunicipalityKnows), .. Enumerable.Repeat("?", 6)]);
    }

    [Theory]
    [BothDatabases]
    public async Task Names_are_found_by_their_words_where_they_are_seen(DatabaseKind kind)
    {
        await using var server = await WorldServer.StartAsync(kind, World);
        var centre = await server.TokenAsync(new Asker(Role.CentreWorker, "test-centre"));
        var municipality = await server.TokenAsync(new Asker(Role.Municipality, TestCountry.North));
        foreach (var (filter, found) in new (string, string[])[]
        {
            ("search: \"had\"", ["Àmal Haddad", "Omar Hadi"]),
            ("search: \"HAS amál\"", ["amal al Hassan", "Amal Al-Hassan"]),
            ("search: \"al-has\"", ["amal al Hassan", "Amal Al-Hassan"]),
            ("search: \"muller\"", ["Jürgen Müller"]),
            ("search: \"øst\"", ["Ib Østergaard"]),
            ("search: \"ost\"", []),
            ("search: \"ШЕВ\"", ["Олег Шевченко"]),
            ("search: \"addad\"", []),
            ("search: \"%\"", [.. Names.Select(name => $"{name.Given} {name.Family}")]),
            ("contains: \"addad\"", ["Àmal Haddad"]),
            ("startsWith: \"ÅSE\"", ["Åse Ågård"]),
            ("eq: \"omar  hadi\"", ["Omar Hadi"]),
            ("in: [\"omar hadi\", \"bo ækrom\", \"nobody\"]", ["Omar Hadi", "Bo Ækrom"]),
        })
        {
            (await FoundAsync(server.Host, centre!, $"where: {{ name: {{ {filter} }} }}")).ShouldBe(found, ignoreOrder: true, filter);
            var all = filter == "search: \"%\"";
            var known = found.Where(MunicipalityKnows).Concat(all ? Enumerable.Repeat("?", 6) : []);
            (await FoundAsync(server.Host, municipality!, $"where: {{ name: {{ {filter} }} }}")).ShouldBe(known, ignoreOrder: true, filter);
        }

        (await FoundAsync(server.Host, municipality!, "where: { name: { neq: \"amal haddad\" } }")).Count.ShouldBe(12);
        (await FoundAsync(server.Host, municipality!, "where: { name: { eq: null } }")).ShouldBe(Enumerable.Repeat("?", 6));
        var consultant = await server.Host.QueryAsync(await server.TokenAsync(new Asker(Role.IntegrationConsultant)), "{ refugees(where: { name: { search: \"a\" } }) { totalCount } }");
        consultant.Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
    }

    [Theory]
    [BothDatabases]
    public async Task Rows_from_before_the_normalised_form_are_given_theirs(DatabaseKind kind)
    {
        await using var database = await TestDatabase.WithTestCountryAsync(kind);
        await using var db = database.CreateContext();
        await WorldStore.ReplaceAsync(db, World);
        foreach (var statement in new[] { "UPDATE refugees SET name_key = '', name_order = ''", "UPDATE branches SET name_key = '', name_order = ''", "DELETE FROM storage_marks WHERE name = 'normalised-names'" })
        {
            await db.Database.ExecuteSqlRawAsync(statement);
        }

        db.ChangeTracker.Clear();

        await NormalisedNames.FillAsync(db);

        (await db.Database.SqlQueryRaw<string>("""SELECT name_order AS "Value" FROM refugees WHERE family_name = 'Østergaard'""").SingleAsync()).ShouldBe(" |sterg}rd ib");
        (await db.Database.SqlQueryRaw<string>("""SELECT name_key AS "Value" FROM branches WHERE slug = 'test-north-a'""").SingleAsync()).ShouldBe(" test north a");
        (await db.Refugees.CountAsync(r => r.NameKey == "" || r.NameOrder == "")).ShouldBe(0);
    }

    /// <summary>The expected order is that of the Unicode CLDR's collation for Danish, which the runtime gets from ICU.</summary>
    [Theory]
    [BothDatabases]
    public async Task Branches_are_in_the_order_of_Unicodes_Danish_collation(DatabaseKind kind)
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(kind));
        var names = new List<string>();
        for (string? after = null, next = "first"; next is not null; after = next)
        {
            var page = (await host.QueryAsync(null, "query($a: String) { branches(first: 100, after: $a, order: [{ name: ASC }]) { pageInfo { hasNextPage endCursor } nodes { name } } }", new { a = after }))["branches"];
            names.AddRange(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString()!));
            next = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
        }

        names.Count.ShouldBe(220);
        names.ShouldBe(names.Order(StringComparer.Create(CultureInfo.GetCultureInfo("da-DK"), CompareOptions.IgnoreCase)));
        // A search finds aa letter by letter, however it is sorted.
        (await host.QueryAsync(null, "{ branches(where: { name: { search: \"aab\" } }) { totalCount } }"))["branches.totalCount"].GetInt32().ShouldBeGreaterThan(0);
    }

    [Theory]
    [BothDatabases]
    public async Task Rows_from_before_aa_was_sorted_as_a_ring_are_sorted_anew(DatabaseKind kind)
    {
        await using var database = TestDatabase.Empty(kind);
        await using var db = database.CreateContext();
        await db.GetService<IMigrator>().MigrateAsync("20261127230000_Origins");
        await db.Database.ExecuteSqlRawAsync("""
            INSERT INTO regions (code, name_da, name_en) VALUES ('1081', 'N', 'N');
            INSERT INTO municipalities (code, name, region_code, population, latitude, longitude, tile_column, tile_row, tile_abbreviation) VALUES ('0580', 'A', '1081', 1, 55, 10, 1, 1, 'AAB');
            INSERT INTO branches (id, slug, name, name_key, municipality_code, town, postal_code, latitude, longitude, capacity, origin)
            VALUES (1, 'a', 'Aabenraa', ' aabenraa', '0580', 'T', '5000', 55, 10, 1, 1), (2, 'b', 'Odense', ' odense', '0580', 'T', '5000', 55, 10, 1, 1);
            INSERT INTO volunteers (id, given_name, family_name, name_key, name_order, branch_id, phone, email, languages, activity_types, capacity, version)
            VALUES (1, 'Aage', 'Saad', ' aage saad', ' saad aage', 1, '', '', '', '', 1, 1), (2, 'Ib', 'Bo', ' ib bo', ' bo ib', 1, '', '', '', '', 1, 1);
            """);

        await db.Database.MigrateAsync();

        (await db.Database.SqlQueryRaw<string>("""SELECT name_order AS "Value" FROM branches ORDER BY id""").ToListAsync()).ShouldBe([" }benr}", " odense"]);
        (await db.Database.SqlQueryRaw<string>("""SELECT name_order AS "Value" FROM volunteers ORDER BY id""").ToListAsync()).ShouldBe([" s}d }ge", " bo ib"]);
        (await db.Database.SqlQueryRaw<string>("""SELECT name_key AS "Value" FROM branches ORDER BY id""").ToListAsync()).ShouldBe([" aabenraa", " odense"]);
    }

    private static bool MunicipalityKnows(string name) => Array.FindIndex(Names, one => $"{one.Given} {one.Family}" == name) % 2 == 0;

    private static async Task<List<string>> FoundAsync(ServerHost host, string token, string arguments)
    {
        var answer = await host.QueryAsync(token, $"{{ refugees(first: 100, {arguments}) {{ totalCount nodes {{ name {{ given family }} }} }} }}");
        var found = answer["refugees.nodes"].EnumerateArray().Select(node => node.GetProperty("name"))
            .Select(name => name.ValueKind == System.Text.Json.JsonValueKind.Null ? "?" : $"{name.GetProperty("given").GetString()} {name.GetProperty("family").GetString()}").ToList();
        answer["refugees.totalCount"].GetInt32().ShouldBe(found.Count);
        return found;
    }
}
