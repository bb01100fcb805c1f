using System.Globalization;
using System.Text.Json;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Disclosures;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// Rule 6 as a property: if one granted value of one person changes a response, the value has been disclosed, and the ledger
/// has an entry for that person and field. <c>SEED=n</c> repeats a run, <c>FULL=1</c> makes it larger.
/// </summary>
public sealed class InferenceTests
{
    // Small, so that totals and pages often exceed it.
    private const int PageSize = 4;

    private static readonly Asker[] Askers = [.. Asker.All.Where(asker => DesignTable.HasPath(asker.Role, "refugees"))];

    [Theory]
    [BothDatabases]
    public async Task An_answer_that_depends_on_a_value_has_an_entry_for_it(DatabaseKind kind)
    {
        var isLarge = Environment.GetEnvironmentVariable("FULL") == "1";
        var rounds = kind == DatabaseKind.Sqlite ? (isLarge ? 2_000 : 18) : (isLarge ? 200 : 6);
        var seed = Seed();
        var random = new Random(seed);
        var generator = new WorldGenerator(random);
        var world = generator.World();
        await using var server = await WorldServer.StartAsync(kind, world, pageSize: PageSize);
        await using var ledger = server.Host.Database.CreateContext();
        var documents = new Dictionary<string, (List<Attack> Attacks, List<string> Others)>();
        var (pairs, differing) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            var asker = Askers[round % Askers.Length];
            var view = WorldServer.ViewOf(asker);
            if (!documents.TryGetValue(view.Name, out var known))
            {
                var made = new OperationGenerator(view.Schema, WorldServer.Full, random, Worlds.Pool(world), PageSize);
                // Translating a document costs more than executing it a hundred times.
                known = ([.. Attack.Of(view.Schema, random).OrderBy(_ => random.Next()).Take(isLarge ? 100 : 8)], [.. Enumerable.Range(0, isLarge ? 40 : 5).Select(_ => made.Query().Document)]);
                documents.Add(view.Name, known);
            }

            for (var i = 0; i < 20; i++)
            {
                var place = random.Next(world.People.Count);
                world = world.With(place, generator.Pick(generator.Changes).Apply(world.People[place]));
            }

            await server.ReplaceAsync(world);
            var token = await server.TokenAsync(asker);
            var visible = world.People.Where(p => p.Exists && DesignTable.IsVisible(asker, p.AsPerson())).ToList();
            var questions = new List<(GeneratedPerson Person, GeneratedPerson Other, SharedField Field, List<Question> Asked)>();
            for (var variant = 0; variant < 5 && visible.Count > 0; variant++)
            {
                var person = visible[random.Next(visible.Count)];
                var value = Values[random.Next(Values.Length)];
                if (Changed(asker, person, value, generator) is not { } other)
                {
                    continue;
                }

                var asked = new List<Question>();
                for (var i = 0; i < 12; i++)
                {
                    if (known.Attacks.Where(a => a.Field == value.Field).OrderBy(_ => random.Next()).FirstOrDefault() is { } attack)
                    {
                        asked.Add(await AskAsync(attack.Document, attack.On(person, other, visible, PageSize, random)));
                    }
                }

                foreach (var document in variant == 0 ? known.Others : [])
                {
                    asked.Add(await AskAsync(document, []));
                }

                questions.Add((person, other, value.Field, asked));
            }

            foreach (var (person, other, field, asked) in questions.Where(x => x.Asked.Count > 0))
            {
                await server.ReplaceAsync(world.With(world.People.ToList().IndexOf(person), other));
                foreach (var question in asked)
                {
                    pairs++;
                    var again = await AskAsync(question.Document, question.Variables);
                    if (again.Answer == question.Answer)
                    {
                        continue;
                    }

                    differing++;
                    var noted = await NotedAsync(ledger, question, again);
                    noted.GetValueOrDefault(person.Reference).HasFlag(field.Bit()).ShouldBeTrue(
                        $"Seed {seed}, {asker}, on {kind}: the answer depends on {field} of {person.Reference}, and there is no entry.\n{question.Document}\n"
                        + $"{JsonSerializer.Serialize(question.Variables)}\n{question.Answer.Body}\n{again.Answer.Body}\nNoted: {string.Join(", ", noted)}");
                }
            }

            async Task<Question> AskAsync(string document, Dictionary<string, object?> variables)
            {
                var from = await LastAsync(ledger);
                var answer = await server.AskAsync(token, document, variables);
                answer.Body.ShouldNotContain("INTERNAL_SERVER_ERROR", Case.Sensitive, $"{document}\n{string.Join('\n', server.Host.Complaints.TakeLast(1))}");
                answer.Status.ShouldNotBe(422, $"{document}\n{answer.Body}");
                return new Question(document, variables, answer, from, await LastAsync(ledger));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{pairs} pairs, {differing} with different responses, on {kind}");
        differing.ShouldBeGreaterThan(pairs / 20, $"seed {seed}: too few responses differ for a meaningful comparison");
    }

    /// <summary>
    /// Returns the person with another value that the caller may also read; null if there is none or it is equal.
    /// </summary>
    private static GeneratedPerson? Changed(Asker asker, GeneratedPerson person, (string Change, SharedField Field, Func<GeneratedPerson, bool> IsKnown) value, WorldGenerator generator)
    {
        var field = value.Field.ToString().ToLowerInvariant();
        if (!person.Exists || DesignTable.Access(asker.Role, field) == "none" || !DesignTable.IsVisible(asker, person.AsPerson()) || !DesignTable.MayHave(asker.Role, field, person.AsPerson()))
        {
            return null;
        }

        var other = generator.Changes.Single(change => change.Name == value.Change).Apply(person);
        // Every caller that sees a consent sees its end, and the end of a guardian's consent shows the month of birth:
        // decisions/0007.
        return value.IsKnown(person) && value.IsKnown(other) && other != person && other.ValidUntil == person.ValidUntil ? other : null;
    }

    /// <summary>
    /// Each change of one value, and whether the value exists. Whether a value is recorded is visible in <c>withheld</c> and
    /// does not count as a value.
    /// </summary>
    private static readonly (string Change, SharedField Field, Func<GeneratedPerson, bool> IsKnown)[] Values =
    [
        ("Given", SharedField.Name, _ => true),
        ("Family", SharedField.Name, _ => true),
        ("DateOfBirth", SharedField.Age, _ => true),
        ("Nationality", SharedField.Nationality, _ => true),
        ("Phone", SharedField.Phone, p => p.Phone is not null),
        ("Street", SharedField.Address, p => p.Street is not null),
        ("Languages", SharedField.Languages, p => p.Languages.Length > 0),
        ("Caseworker", SharedField.Caseworker, p => p.Caseworker is not null),
    ];

    /// <summary>Returns the fields of each person in the entries of the two responses.</summary>
    private static async Task<Dictionary<string, SharedFields>> NotedAsync(GraphContext db, params Question[] questions)
    {
        var noted = new Dictionary<string, SharedFields>();
        foreach (var entry in await db.EntriesAsync())
        {
            if (questions.Any(question => question.From < entry.Id && entry.Id <= question.To))
            {
                foreach (var person in DisclosedPerson.Read(entry.Persons))
                {
                    noted[person.Reference] = noted.GetValueOrDefault(person.Reference) | person.Fields;
                }
            }
        }

        return noted;
    }

    private static async Task<long> LastAsync(GraphContext db) => await db.DisclosureEntries.MaxAsync(x => (long?)x.Id) ?? 0;

    private static int Seed()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        return seed;
    }

    /// <summary>A request with its response, and the ledger's last entry before and after it.</summary>
    private sealed record Question(string Document, Dictionary<string, object?> Variables, WholeAnswer Answer, long From, long To);
}
