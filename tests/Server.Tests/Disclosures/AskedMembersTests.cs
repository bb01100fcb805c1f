using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>
/// Who asks for the persons of an age has learnt it of each that is answered, whatever is selected of them: it is in the
/// ledger, and held. Who is not in the answer is in no entry.
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
            // A withheld value counts as null: that is all that can be told of it.
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

    /// <summary>Otherwise who asks for a small page, and for how many there are of some whom they name, learns of all of them and is noted for one.</summary>
    [Theory, BothDatabases]
    public async Task Whoever_is_counted_among_few_is_in_the_entry_however_small_the_page_is(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 4))
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
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

    /// <summary>Who is only counted is told of by the filter and not by the order, and not at all if nobody is told how many there are.</summary>
    [Theory, BothDatabases]
    public async Task Who_is_counted_behind_the_page_is_noted_for_what_the_filter_says(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock, ("GraphQL:MaxPageSize", "3"), ("GraphQL:DefaultPageSize", "2"));
        var people = new List<string>();
        foreach (var _ in Enumerable.Range(0, 3))
            people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);
        const string Where = "where: { nationality: { code: { eq: \"XT\" } } }, order: [{ age: ASC }]";
        const SharedFields Counted = SharedFields.Nationality, Shown = Counted | SharedFields.Age | SharedFields.Phone;

        var first = await AskAsync("First", $"first: 1, {Where}", "totalCount");
        await ShouldBeNotedAsync("First", shown: [Reference(first)], counted: people.Except([Reference(first)]));
        var after = $"after: \"{first["refugees.pageInfo.endCursor"].GetString()}\", ";
        var second = await AskAsync("Second", $"first: 1, {after}{Where}", "totalCount");
        await ShouldBeNotedAsync("Second", shown: [Reference(second)], counted: people.Except([Reference(second)]));
        await AskAsync("NotCounted", $"first: 1, {Where}", "totalCount @include(if: false)");
        await ShouldBeNotedAsync("NotCounted", shown: [Reference(first)], counted: []);

        // More than a page can hold: the count says nothing of any one of them.
        people.Add((await scene.LoadAsync(await scene.ReferredAsync())).Reference);
        var many = await AskAsync("Many", $"first: 1, {Where}", "totalCount");
        await ShouldBeNotedAsync("Many", shown: [Reference(many)], counted: []);

        async Task<GraphQLAnswer> AskAsync(string operation, string arguments, string count)
        {
            var answer = await host.QueryAsync(token, $"query {operation} {{ refugees({arguments}) {{ {count} nodes {{ reference phone }} pageInfo {{ endCursor hasNextPage }} }} }}");
            answer.Errors.ShouldBeEmpty(operation);
            answer["refugees.pageInfo.hasNextPage"].GetBoolean().ShouldBeTrue(operation);
            if (count == "totalCount")
                answer["refugees.totalCount"].GetInt32().ShouldBe(people.Count, operation);
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

    [Theory, BothDatabases]
    public async Task Who_only_shows_that_there_is_another_page_is_in_no_entry(DatabaseKind kind)
    {
        var scene = await Scene.CreateAsync(kind);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        foreach (var _ in Enumerable.Range(0, 3))
            await scene.ReferredAsync();
        var token = await host.TokenAsync(Role.Municipality, TestCountry.North);

        var answer = await host.QueryAsync(token, "query Page { refugees(first: 2, order: [{ name: ASC }]) { nodes { reference phone } pageInfo { hasNextPage } } }");

        answer["refugees.pageInfo.hasNextPage"].GetBoolean().ShouldBeTrue();
        var entry = await host.DoAsync(db => db.DisclosureEntries.AsNoTracking().SingleAsync(x => x.Operation == "Page"));
        DisclosedPerson.Read(entry.Persons).Select(x => x.Reference).ShouldBe(
            answer["refugees.nodes"].EnumerateArray().Select(x => x.GetProperty("reference").GetString()!), ignoreOrder: true);
        (await host.DoAsync(db => db.Holdings.Select(x => x.Reference).Distinct().CountAsync())).ShouldBe(2);
    }
}
