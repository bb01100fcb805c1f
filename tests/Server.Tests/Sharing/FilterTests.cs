using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Filters and orders use only what the caller may read: withheld values count as null.</summary>
[Collection(SharingHosts.Name)]
public sealed class FilterTests(SharingHosts hosts)
{
    private static readonly Asker[] Askers =
    [
        new(Role.CentreWorker, "test-centre"), new(Role.Municipality, TestCountry.North), new(Role.BranchCoordinator, "test-north-a"),
        new(Role.Volunteer, "7001"), new(Role.IntegrationConsultant),
    ];

    /// <summary>A filter, its field, and whether a value passes (null for withheld and unknown values).</summary>
    private static readonly (string Filter, string Field, Func<IComparable?, bool> Passes)[] Filters =
    [
        ("age: { eq: 35 }", "age", v => v is 35),
        ("age: { neq: 35 }", "age", v => v is not 35),
        ("age: { eq: null }", "age", v => v is null),
        ("age: { neq: null }", "age", v => v is not null),
        ("age: { gt: 35 }", "age", v => v is > 35),
        ("age: { gte: 25, lt: 40 }", "age", v => v is >= 25 and < 40),
        ("age: { lte: 24 }", "age", v => v is <= 24),
        ("age: { in: [24, 45] }", "age", v => v is 24 or 45),
        ("age: { in: [24, null] }", "age", v => v is 24 or null),
        ("age: { nin: [24, 45] }", "age", v => v is not (24 or 45)),
        ("nationality: { code: { eq: \"SY\" } }", "nationality", v => v is "SY"),
        ("nationality: { code: { neq: \"SY\" } }", "nationality", v => v is not "SY"),
        ("nationality: { code: { in: [\"SY\", \"UA\"] } }", "nationality", v => v is "SY"),
        ("nationality: { code: { eq: null } }", "nationality", v => v is null),
        ("movesInOn: { gte: \"2026-03-01\" }", "movesInOn", v => v is DateOnly day && day >= new DateOnly(2026, 3, 1)),
        ("movesInOn: { eq: null }", "movesInOn", v => v is null),
        ("movesInOn: { neq: \"2026-04-01\" }", "movesInOn", v => v is null || (DateOnly)v != new DateOnly(2026, 4, 1)),
        ("reference: { startsWith: \"RK-\" }", "reference", _ => true),
        ("reference: { startsWith: \"RK_\" }", "reference", _ => false),
        ("reference: { contains: \"%\" }", "reference", _ => false),
    ];

    /// <summary>
    /// The limits of filters. They are needed because anonymous callers can filter branches, and translating a filter
    /// costs more than executing it.
    /// </summary>
    [Theory]
    [BothDatabases]
    public async Task A_filter_over_a_limit_is_refused_by_its_name_and_soon(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);

        var yes = new { hasIntegrationActivities = new { eq = true } };
        var text = new { slug = new { eq = "x" } };

        (await AskAsync(yes, 99)).Errors.ShouldBeEmpty();
        await RefusedAsync(yes, 100, "more than 200 conditions (MaxConditions)");
        await RefusedAsync(yes, 5_000, "more than 200 conditions (MaxConditions)");
        await RefusedAsync(new { slug = new { eq = (string?)null } }, 5_000, "more than 200 conditions (MaxConditions)");
        await RefusedAsync(new { }, 5_000, "more than 200 conditions (MaxConditions)");
        // One of the values is the page size.
        (await AskAsync(text, 63)).Errors.ShouldBeEmpty();
        await RefusedAsync(text, 64, "more than 64 values in its filters (MaxValues)");

        Task<GraphQLAnswer> AskAsync(object filter, int times) => host.QueryAsync(
            null, "query($where: BranchFilterInput) { branches(where: $where) { totalCount } }", new { where = new { or = Enumerable.Repeat(filter, times) } });

        async Task RefusedAsync(object filter, int times, string limit)
        {
            var answer = await AskAsync(filter, times).WaitAsync(TimeSpan.FromSeconds(5));
            answer.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
            answer.Text.ShouldContain(limit);
        }
    }

    [Theory]
    [BothDatabases]
    public async Task A_filter_takes_what_is_withheld_for_null(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var differences = new List<string>();
        foreach (var asker in Askers)
        {
            var token = await hosts.TokenAsync(host, asker);
            foreach (var (filter, field, passes) in Filters)
            {
                var answer = await host.QueryAsync(token, $"{{ refugees(first: 100, where: {{ {filter} }}) {{ nodes {{ reference }} totalCount }} }}");
                if (DesignTable.Access(asker.Role, field) == "none")
                {
                    if (answer.HasData || !answer.Codes.SequenceEqual(["AUTH_NOT_AUTHORIZED"]) || !answer.Coordinates.SequenceEqual(["RefugeeFilterInput." + field]))
                    {
                        differences.Add($"{asker} {filter}: {answer.Text}");
                    }

                    continue;
                }

                var expected = Visible(asker).Where(person => passes(Known(asker, field, person))).Select(person => person.Reference).Order(StringComparer.Ordinal).ToList();
                var actual = References(answer).Order(StringComparer.Ordinal).ToList();
                // A page with all rows is counted in memory. A smaller page needs a count in the database.
                var empty = await host.QueryAsync(token, $"{{ refugees(first: 0, where: {{ {filter} }}) {{ totalCount }} }}");
                var counts = (answer["refugees.totalCount"].GetInt32(), empty["refugees.totalCount"].GetInt32());
                if (!actual.SequenceEqual(expected) || counts != (expected.Count, expected.Count))
                {
                    differences.Add($"{asker} {filter}: {counts} of them, {string.Join(' ', Cases(actual))}, not {string.Join(' ', Cases(expected))}");
                }
            }
        }

        differences.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task A_hidden_filter_or_order_is_refused_in_variables_too(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var token = await hosts.TokenAsync(host, new Asker(Role.IntegrationConsultant));

        var filtered = await host.QueryAsync(token, "query($w: RefugeeFilterInput) { refugees(where: $w) { totalCount } }", new { w = new { age = new { gte = 18 } } });
        var ordered = await host.QueryAsync(token, "query($o: [RefugeeSortInput!]) { refugees(order: $o) { totalCount } }", new { o = new[] { new { age = "ASC" } } });
        var literal = await host.QueryAsync(token, "{ refugees(order: [{ age: ASC }]) { totalCount } }");

        filtered.HasData.ShouldBeFalse(filtered.Text);
        filtered.Errors.ShouldHaveSingleItem();
        ordered.HasData.ShouldBeFalse(ordered.Text);

        // One error for the field that the role lacks, and one for the input that requires exactly one field.
        ordered.Errors.Count.ShouldBe(2);
        literal.HasData.ShouldBeFalse(literal.Text);
        literal.Coordinates.ShouldBe(["RefugeeSortInput.age"]);
    }

    [Theory]
    [BothDatabases]
    public async Task Orders_put_what_is_withheld_last_and_pages_give_every_row_once(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        for (var round = 0; round < 12; round++)
        {
            var asker = Askers[random.Next(Askers.Length)];
            var token = await hosts.TokenAsync(host, asker);
            var keys = new[] { "age", "nationality", "movesInOn", "reference" }.Where(field => DesignTable.Access(asker.Role, field) != "none")
                .OrderBy(_ => random.Next()).Take(random.Next(4)).Select(field => (Field: field, Descending: random.Next(2) == 1)).ToList();
            var order = string.Join(", ", keys.Select(key => $"{{ {key.Field}: {(key.Descending ? "DESC" : "ASC")} }}"));
            var expected = Sorted(asker, keys).Select(person => person.Reference).ToList();
            var size = random.Next(1, 7);
            var said = $"seed {seed}, round {round}, {asker}, order [{order}], pages of {size}";

            Cases(await PagesAsync(host, token, order, size, backward: false)).ShouldBe(Cases(expected), said);
            Cases(await PagesAsync(host, token, order, size, backward: true)).ShouldBe(Cases(expected), said);
        }
    }

    /// <summary>
    /// Longest-waiting first; the order reveals nothing about the start of closed referrals. The day is visible to every
    /// caller; within a day the earliest comes first.
    /// </summary>
    [Theory]
    [BothDatabases]
    public async Task Referrals_come_in_the_order_of_waiting_unless_another_is_asked_for(DatabaseKind kind)
    {
        var host = await hosts.OnAsync(kind);
        var stored = await host.DoAsync(db => db.Referrals.AsNoTracking().Select(x => new { x.Id, WaitingSince = x.ClosedAt == null ? x.WaitingSince : (DateTime?)null }).ToListAsync());
        stored.Select(x => x.WaitingSince).Distinct().Count().ShouldBeGreaterThan(3);
        foreach (var asker in Askers)
        {
            var token = await hosts.TokenAsync(host, asker);
            var answer = await host.QueryAsync(token, """
                { usual: referrals(first: 100) { nodes { id waitingSince } }
                  latest: referrals(first: 100, order: [{ waitingSince: DESC }]) { nodes { id } } }
                """);
            var usual = answer["usual.nodes"].EnumerateArray().Select(x => x.GetProperty("id").GetString()!).ToList();
            var seen = stored.Where(x => usual.Contains(GlobalId.Encode("Referral", x.Id))).ToList();
            usual.ShouldBe(seen.OrderBy(x => x.WaitingSince is null).ThenBy(x => x.WaitingSince).ThenBy(x => x.Id).Select(x => GlobalId.Encode("Referral", x.Id)), asker.ToString());
            answer["latest.nodes"].EnumerateArray().Select(x => x.GetProperty("id").GetString())
                .ShouldBe(seen.OrderBy(x => x.WaitingSince is null).ThenByDescending(x => x.WaitingSince).ThenBy(x => x.Id).Select(x => GlobalId.Encode("Referral", x.Id)), asker.ToString());
            var told = answer["usual.nodes"].EnumerateArray().Select(x => x.GetProperty("waitingSince").GetString()).ToList();
            told.ShouldBe(usual.Select(id => stored.Single(x => GlobalId.Encode("Referral", x.Id) == id).WaitingSince is { } since
                ? Moment.DayOf(since).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null), asker.ToString());
        }
    }

    private static async Task<List<string>> PagesAsync(Hosting.ServerHost host, string token, string order, int size, bool backward)
    {
        const string Document = """
            query Page($first: Int, $after: String, $last: Int, $before: String) {
              refugees(first: $first, after: $after, last: $last, before: $before, order: [ORDER]) {
                nodes { reference } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }
            """;
        var document = Document.Replace("ORDER", order, StringComparison.Ordinal);
        var all = new List<string>();
        string? cursor = null;
        int? count = null;
        while (true)
        {
            var answer = await host.QueryAsync(token, document, backward ? new { last = size, before = cursor } : (object)new { first = size, after = cursor });
            var page = References(answer);
            all.InsertRange(backward ? 0 : all.Count, page);
            (count ??= answer["refugees.totalCount"].GetInt32()).ShouldBe(answer["refugees.totalCount"].GetInt32());
            answer[backward ? "refugees.pageInfo.hasNextPage" : "refugees.pageInfo.hasPreviousPage"].GetBoolean().ShouldBe(cursor is not null);
            if (!answer[backward ? "refugees.pageInfo.hasPreviousPage" : "refugees.pageInfo.hasNextPage"].GetBoolean())
            {
                return all;
            }

            page.Count.ShouldBe(size);
            all.Count.ShouldBeLessThan(count.Value);
            cursor = answer[backward ? "refugees.pageInfo.startCursor" : "refugees.pageInfo.endCursor"].GetString();
        }
    }

    private static IEnumerable<Person> Sorted(Asker asker, IEnumerable<(string Field, bool Descending)> keys)
    {
        var sorted = Visible(asker).OrderBy(_ => 0);
        foreach (var (field, descending) in keys)
        {
            sorted = sorted.ThenBy(person => Known(asker, field, person) is null);
            var comparer = Comparer<IComparable?>.Create((a, b) => a is string s ? string.CompareOrdinal(s, (string?)b) : Comparer<IComparable?>.Default.Compare(a, b));
            sorted = descending
                ? sorted.ThenByDescending(person => Known(asker, field, person), comparer)
                : sorted.ThenBy(person => Known(asker, field, person), comparer);
        }

        return sorted.ThenBy(person => person.Id);
    }

    private static IComparable? Known(Asker asker, string field, Person person) => !DesignTable.MayHave(asker.Role, field, person) ? null : field switch
    {
        "age" => person.Age,
        "nationality" => person.Nationality,
        "movesInOn" => person.MovesInOn,
        _ => person.Reference,
    };

    private static IEnumerable<Person> Visible(Asker asker) => SharingWorld.People.Where(person => DesignTable.IsVisible(asker, person));

    private static List<string> References(Hosting.GraphQLAnswer answer) =>
        [.. answer["refugees.nodes"].EnumerateArray().Select(node => node.GetProperty("reference").GetString()!)];

    private static List<string> Cases(IEnumerable<string> references) =>
        [.. references.Select(reference => SharingWorld.People.First(person => person.Reference == reference).Case)];
}
