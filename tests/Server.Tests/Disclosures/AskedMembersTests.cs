using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// A filter by age discloses the age of each returned person, whatever fields are selected. The ledger and the holdings
/// record it. Persons that are not returned have no entry.
/// </summary>
public sealed class AskedMembersTests
{
    private const SharedFields All = SharedFields.Name | SharedFields.Age | SharedFields.Nationality;

    [Theory, BothDatabases]
    public async Task What_a_filter_or_an_order_tells_of_a_person_is_in_the_ledger_and_held(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var granted = (await scene.LoadAsync(await scene.ReferredAsync())).Reference;
        var withheld = (await scene.LoadAsync(await scene.ReferredAsync(grants: [new(RecipientClass.Municipality, SharedField.Phone)]))).Reference;
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        const string Where = "where: { name: { eq: \"Given Family\" }, and: [{ or: [{ age: { gt: 1 } }, { nationality: { code: { eq: \"XT\" } } }] }] }";
        (string Operation, string Document, string Persons)[] asked =
        [
            ("Rows", $"{{ refugees({Where}) {{ nodes {{ reference }} }} }}", $"{granted}:{(int)All}:1\n"),
            ("Cursors", $"{{ refugees({Where}) {{ pageInfo {{ endCursor }} }} }}", $"{granted}:{(int)All}:1\n"),
            ("Counted", $"{{ refugees({Where}) {{ totalCount }} }}", $"{granted}:{(int)All}:1\n"),
            ("Empty", $"{{ refugees(first: 0, {Where}) {{ totalCount }} }}", $"{granted}:{(int)All}:1\n"),
            ("Ordered", "{ refugees(order: [{ age: ASC }]) { nodes { reference } } }", $"{granted}:{(int)SharedFields.Age}:1\n"),
            ("Both", "{ refugees(where: { age: { gt: 1 } }) { nodes { phone } } }", $"{granted}:{(int)(SharedFields.Age | SharedFields.Phone)}:1\n"),
            // A withheld value counts as null. The response reveals no more about it.
            ("Nobody", "{ refugees(where: { age: { eq: null } }) { nodes { reference } } }", ""),
            ("Other", "{ refugees(where: { reference: { eq: \"" + withheld + "\" } }, order: [{ reference: ASC }]) { nodes { reference } } }", ""),
        ];

        foreach (var (operation, document, persons) in asked)
        {
            var answer = await host.QueryAsync(token, $"query {operation} {document}");

            answer.Errors.ShouldBeEmpty(operation);
            var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleOrDefaultAsync(x => x.Operation == operation));
            (entry?.Persons ?? "").ShouldBe(persons, operation);
        }

        var held = await host.DoAsync(db => db.Holdings.AsNoTracking().Select(x => new { x.Reference, x.Field }).ToListAsync());
        held.ShouldAllBe(x => x.Reference == granted);
        held.Select(x => x.Field).ShouldBe([SharedField.Name, SharedField.Age, SharedField.Nationality, SharedField.Phone], ignoreOrder: true);
    }

    /// <summary>
    /// Otherwise a caller could name persons in a filter and request a small page and the total. The caller would learn
    /// about all of them, with an entry for one.
    /// </summary>
    [Theory, BothDatabases]
    public async Task Every_person_of_a_small_total_is_in_the_entry_whatever_the_page_size(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        }

        var named = people.Take(3).ToList();
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);

        foreach (var (operation, page) in new[] { ("None", "first: 0"), ("One", "first: 1"), ("Two", "last: 2") })
        {
            var answer = await host.QueryAsync(token, $"query {operation}($named: [String]) {{ refugees({page}, where: {{ reference: {{ in: $named }}, age: {{ gt: 1 }} }}) {{ totalCount }} }}", new { named });

            answer["refugees.totalCount"].GetInt32().ShouldBe(3, answer.Text);
            var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync(x => x.Operation == operation));
            DisclosedPerson.Read(entry.Persons).ShouldBe(named.Select(reference => new DisclosedPerson(reference, SharedFields.Age, 1)), ignoreOrder: true, operation);
        }

        (await host.DoAsync(db => db.Holdings.Select(x => x.Reference).Distinct().ToListAsync())).ShouldBe(named, ignoreOrder: true);
    }

    /// <summary>
    /// A person that is only counted is recorded for the fields of the filter, not of the order, and only if the total is
    /// requested.
    /// </summary>
    [Theory, BothDatabases]
    public async Task Persons_counted_beyond_the_page_are_recorded_for_the_fields_of_the_filter(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("GraphQL:MaxPageSize", "3"), ("GraphQL:DefaultPageSize", "2"));
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        }

        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        const string Where = "where: { nationality: { code: { eq: \"XT\" } } }, order: [{ age: ASC }]";
        const SharedFields Counted = SharedFields.Nationality, Shown = Counted | SharedFields.Age | SharedFields.Phone;

        var first = await AskAsync("First", $"first: 1, {Where}", "totalCount countAtLeast", total: 3);
        first["refugees.countAtLeast"].GetInt32().ShouldBe(3);
        await ShouldBeNotedAsync("First", shown: [Reference(first)], counted: people.Except([Reference(first)]));
        var after = $"after: \"{first["refugees.pageInfo.endCursor"].GetString()}\", ";
        var second = await AskAsync("Second", $"first: 1, {after}{Where}", "totalCount", total: 3);
        await ShouldBeNotedAsync("Second", shown: [Reference(second)], counted: people.Except([Reference(second)]));
        await AskAsync("NotCounted", $"first: 1, {Where}", "totalCount @include(if: false)", total: null);
        await ShouldBeNotedAsync("NotCounted", shown: [Reference(first)], counted: []);

        // More rows than the largest page: the total is null. The entry covers the rows that prove that there are more.
        people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        var many = await AskAsync("Many", $"first: 1, {Where}", "totalCount countAtLeast", total: null);
        many["refugees.countAtLeast"].GetInt32().ShouldBe(4);
        await ShouldBeNotedAsync("Many", shown: [Reference(many)], counted: people.Except([Reference(many)]));

        async Task<GraphQLAnswer> AskAsync(string operation, string arguments, string count, int? total)
        {
            var answer = await host.QueryAsync(token, $"query {operation} {{ refugees({arguments}) {{ {count} nodes {{ reference phone }} pageInfo {{ endCursor }} }} }}");
            answer.Errors.ShouldBeEmpty(operation);
            if (!count.Contains('@', StringComparison.Ordinal))
            {
                (answer["refugees.totalCount"] is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : (int?)null).ShouldBe(total, operation);
            }

            return answer;
        }

        async Task ShouldBeNotedAsync(string operation, IEnumerable<string> shown, IEnumerable<string> counted)
        {
            var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync(x => x.Operation == operation));
            DisclosedPerson.Read(entry.Persons).ShouldBe(
                [.. shown.Select(x => new DisclosedPerson(x, Shown, 1)), .. counted.Select(x => new DisclosedPerson(x, Counted, 1))], ignoreOrder: true, operation);
        }

        static string Reference(GraphQLAnswer answer) => answer["refugees.nodes"].EnumerateArray().Single().GetProperty("reference").GetString()!;
    }

    /// <summary>hasNextPage and hasPreviousPage reveal that one more row matches, although it is not on the page.</summary>
    [Theory, BothDatabases]
    public async Task The_row_that_shows_that_there_is_another_page_is_noted_for_filter_and_order(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        }

        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        const SharedFields Asked = SharedFields.Age | SharedFields.Name;
        const string Where = "where: { age: { gt: 1 } }, order: [{ name: ASC }]";
        foreach (var (operation, page, select, isTold) in new[]
        {
            ("Forward", "first: 2", "hasNextPage", true), ("Backward", "last: 2", "hasPreviousPage", true), ("Nobody", "first: 0", "hasNextPage", true),
            ("NotAsked", "first: 2", "endCursor", false), ("OtherSide", "first: 2", "hasPreviousPage", false), ("Left out", "first: 2", "hasNextPage @skip(if: true)", false),
        })
        {
            var answer = await host.QueryAsync(token, $"query {operation.Replace(" ", "", StringComparison.Ordinal)} {{ refugees({page}, {Where}) {{ nodes {{ reference }} pageInfo {{ __typename {select} }} }} }}");

            answer.Errors.ShouldBeEmpty(operation);
            var shown = answer["refugees.nodes"].EnumerateArray().Select(x => x.GetProperty("reference").GetString()!).ToList();
            var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleOrDefaultAsync(x => x.Operation == operation.Replace(" ", "", StringComparison.Ordinal)));
            var noted = DisclosedPerson.Read(entry?.Persons ?? "").ToList();
            noted.ShouldAllBe(x => x.Fields == Asked, operation);
            noted.Select(x => x.Reference).Except(shown).Count().ShouldBe(isTold ? 1 : 0, operation);
            shown.Except(noted.Select(x => x.Reference)).ShouldBeEmpty(operation);
        }
    }

    /// <summary>A caller who finds out a name letter by letter, through a row outside the page, gets ledger entries.</summary>
    [Theory, BothDatabases]
    public async Task A_person_probed_beyond_the_page_is_in_the_ledger_and_the_holdings(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("GraphQL:MaxPageSize", "2"), ("GraphQL:DefaultPageSize", "2"));
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        }

        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        // The default order is by id. The attacker knows the first row and probes the second.
        var order = (await host.QueryAsync(token, "{ a: refugees { nodes { reference } pageInfo { endCursor } } }"))["a.nodes"].EnumerateArray().Select(x => x.GetProperty("reference").GetString()!).ToList();
        var asked = order[1];
        foreach (var (operation, letter, passes) in new[] { ("Wrong", "x", false), ("Right", "g", true) })
        {
            var where = $"or: [{{ reference: {{ eq: \"{order[0]}\" }} }}, {{ and: [{{ reference: {{ eq: \"{asked}\" }} }}, {{ name: {{ startsWith: \"{letter}\" }} }}] }}]";
            var answer = await host.QueryAsync(token, $"query {operation} {{ refugees(first: 1, where: {{ {where} }}) {{ pageInfo {{ hasNextPage }} }} }}");
            answer["refugees.pageInfo.hasNextPage"].GetBoolean().ShouldBe(passes, operation);
        }

        (await HeldAsync()).ShouldBe([(order[0], SharedField.Name), (asked, SharedField.Name)], ignoreOrder: true);

        // The same attack through a total: 3 or 4 would reveal whether one person's age matches.
        var total = $"query Total($age: Int) {{ refugees(where: {{ or: [{{ and: [{{ reference: {{ eq: \"{asked}\" }} }}, {{ age: {{ lte: $age }} }}] }}, {{ reference: {{ neq: \"{asked}\" }} }}] }}) {{ totalCount countAtLeast }} }}";
        var (young, old) = (await host.QueryAsync(token, total, new { age = 1 }), await host.QueryAsync(token, total, new { age = 100 }));
        old.Data.GetRawText().ShouldBe("""{"refugees":{"totalCount":null,"countAtLeast":3}}""");
        young.Data.GetRawText().ShouldBe(old.Data.GetRawText());

        async Task<List<(string, SharedField)>> HeldAsync() =>
            [.. (await host.DoAsync(db => db.Holdings.AsNoTracking().Select(x => new { x.Reference, x.Field }).ToListAsync())).Select(x => (x.Reference, x.Field))];
    }
}
