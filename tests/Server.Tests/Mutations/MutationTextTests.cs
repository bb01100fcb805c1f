using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>
/// Every text input of every mutation refuses invisible characters and characters that change the text direction, and the
/// error names the field.
/// </summary>
public sealed class MutationTextTests
{
    private static readonly string[] Unwanted =
    [
        "\u200B", "\u3164", "\uFEFF", "\u2060\u00AD", "\u115F\u1160", "\u2800", "\u0301", "\u200C\u200D", "\U000E0041",
        "Am\u202Aina", "Am\u202Bina", "Am\u202Cina", "Am\u202Dina", "Am\u202Eina", "Am\u2066ina", "Am\u2067ina", "Am\u2068ina", "Am\u2069ina",
        "Am\u200Eina", "Am\u200Fina", "Am\u061Cina", "Am\u2028ina", "Am\u2029ina",
        "Am\uFDD0ina", "Am\uFDEFina", "Am\uFFFEina", "Am\uFFFFina", "Am\U0001FFFEina", "Am\U0010FFFFina",
        "Am\u0007ina", "Am\u007Fina", "Am\u0085ina", "Am\uFFFDina",
    ];

    // Inputs that must contain a letter.
    private static readonly string[] Named = ["givenName", "familyName", "name", "guardian", "reason"];
    private static readonly string[] WithoutLetter = ["12", "--", "\u0661", "?!", "\U0001F600"];

    [Fact]
    public async Task Every_text_of_every_mutation_is_refused_with_its_field_if_it_cannot_be_read()
    {
        var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        await using var host = await ServerHost.StartAsync(scene.Database, scene.Clock);
        await scene.DoAsync(db => db.Branches.Where(x => x.Id == TestCountry.NorthA).ExecuteUpdateAsync(x => x.SetProperty(y => y.Capacity, 100)));
        var cases = await MutationCases.OfAsync(scene, host);
        var (wrong, tried) = (new List<string>(), 0);
        foreach (var mutation in host.Services.GetRequiredService<RequestExecutor>().Schema.Mutation!.Fields)
        {
            var texts = TextsOf((InputObjectType)mutation.Arguments.Single().Type.Named).ToList();
            if (texts.Count == 0)
            {
                continue;
            }

            var (token, input, _) = await cases.All[mutation.Name]();
            foreach (var (path, isInList, wrap) in texts)
            {
                string[] values = [.. Unwanted, .. Named.Contains(path.Split('.')[^1]) ? WithoutLetter : []];
                // One request tests all values. The invalid field replaces the one in the case.
                var others = Regex.Replace(input, $@"\b{path.Split('.')[0]}: (""[^""]*""|\[[^\]]*\])(, )?", "").TrimEnd(' ', ',');
                var document = $"mutation({string.Join(", ", values.Select((_, i) => $"$v{i}: String!"))}) {{\n"
                    + string.Concat(values.Select((_, i) => $"a{i}: {mutation.Name}(input: {{ {(others.Length > 0 ? others + ", " : "")}{wrap($"$v{i}")} }}) {{ errors {{ __typename {Selection(mutation)} }} }}\n"))
                    + "}";
                var answer = await host.QueryAsync(token, document, values.Select((value, i) => ($"v{i}", value)).ToDictionary(x => x.Item1, x => x.value));
                answer.Errors.ShouldBeEmpty($"{mutation.Name} {path}: {answer.Text}");
                for (var i = 0; i < values.Length; i++, tried++)
                {
                    var errors = answer[$"a{i}.errors"];
                    var expected = isInList ? path + "[0]" : path;
                    // Other errors may follow from it, for example that a volunteer does not offer an unknown activity type.
                    var named = errors.ValueKind != JsonValueKind.Array ? [] : errors.EnumerateArray().Where(x => x.TryGetProperty("field", out _)).ToList();
                    if (named.Count == 0 || named.Exists(x => x.GetProperty("field").GetString() != expected || x.GetProperty("message").GetString()!.Contains(values[i], StringComparison.Ordinal)))
                    {
                        wrong.Add($"{mutation.Name} {path} {string.Join(' ', values[i].Select(c => $"{(int)c:X4}"))}: {errors}");
                    }
                }
            }
        }

        wrong.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(1000);
        host.Complaints.ShouldBeEmpty();
    }

    /// <summary>Scripts that join letters with zero-width characters, and combined letters.</summary>
    [Theory]
    [InlineData("عل\u200Cیرضا")]
    [InlineData("ക\u0D4D\u200D")]
    [InlineData("Nguye\u0302\u0303n")]
    [InlineData("O'Brien-Ødegård")]
    [InlineData("𞤀𞤣𞤢𞤥")]
    public async Task Names_of_every_script_are_taken(string name)
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);

        var id = await scene.RegisterAsync(Scene.Person() with { GivenName = $"  {name} " });

        (await scene.LoadAsync(id)).GivenName.ShouldBe(name);
    }

    [Fact]
    public async Task Half_of_a_surrogate_pair_is_refused()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);

        Func<Task> register = () => scene.RegisterAsync(Scene.Person() with { GivenName = "Am\ud800ina", FamilyName = "\udc00Haddad" });

        await register.ShouldFailWithAsync("givenName MALFORMED", "familyName MALFORMED");
    }

    [Fact]
    public async Task A_list_gets_one_error_however_long_it_is()
    {
        await using var scene = await Scene.CreateAsync(DatabaseKind.Sqlite);
        Func<Task> Register(IReadOnlyList<string> languages) => () => scene.RegisterAsync(Scene.Person() with { Languages = languages });

        var tooLong = Register([.. Enumerable.Range(0, 5000).Select(i => $"x{i}")]);
        await tooLong.ShouldFailWithAsync("languages TOO_LONG");
        (await Scene.ErrorsOfAsync(tooLong))[0].Message.ShouldBe($"This list has 5000 entries; at most {InputChecks.ListLength} are allowed.");

        var unknown = Register([TestCountry.Tongue, .. Enumerable.Range(0, 50).Select(i => $"x{i}")]);
        await unknown.ShouldFailWithAsync("languages[1] UNKNOWN_CODE");
        (await Scene.ErrorsOfAsync(unknown))[0].Message.ShouldEndWith(" 49 other entries of this list are wrong too.");

        await Register([TestCountry.Tongue, TestCountry.Tongue, "??"]).ShouldFailWithAsync("languages[1] DUPLICATE");
        var consented = await scene.RegisterAsync();
        await scene.AskAsync(consented);
        Func<Task> consent = () => scene.ConsentAsync(consented, [.. Scene.Everything, .. Scene.Everything]);
        await consent.ShouldFailWithAsync($"grants[{Scene.Everything.Count}].field DUPLICATE");
    }

    /// <summary>
    /// Returns each text input with its path in errors, whether it is an element of a list, and a function that wraps a
    /// value.
    /// </summary>
    private static IEnumerable<(string Path, bool IsInList, Func<string, string> Wrap)> TextsOf(InputObjectType input)
    {
        foreach (var field in input.Fields)
        {
            if (field.Type.Named.Name == "String")
            {
                var isList = field.Type is ListType or NonNullType { OfType: ListType };
                yield return (field.Name, isList, value => $"{field.Name}: {(isList ? $"[{value}]" : value)}");
            }
            else if (field.Type.Named is InputObjectType inner && field.Type is not (ListType or NonNullType { OfType: ListType }))
            {
                foreach (var (path, isInList, wrap) in TextsOf(inner))
                {
                    // The other required texts of the object are valid.
                    var others = inner.Fields.Where(x => x.IsRequired && x.Name != path).Select(x => $"{x.Name}: \"{Right(x.Name)}\"");
                    yield return ($"{field.Name}.{path}", isInList, value => $"{field.Name}: {{ {string.Join(", ", others.Append(wrap(value)))} }}");
                }
            }
        }
    }

    private static string Right(string name) => name switch { "postalCode" => TestCountry.PostalCodeInNorth, _ => "Right 1" };

    /// <summary>Selects <c>field</c> of each error type that has this member.</summary>
    private static string Selection(FieldDefinition mutation) => string.Join(' ',
        ((UnionType)((ObjectType)mutation.Type.Named).Fields.Single(x => x.Name == "errors").Type.Named).Types
            .Where(x => x.Fields.Any(f => f.Name == "field")).Select(x => $"... on {x.Name} {{ field message }}"));
}
