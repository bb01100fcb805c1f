using System.Globalization;

namespace Integration.Graph.Engine.Tests.Http;

/// <summary>
/// Documents that request far more than any client needs. The engine must refuse each with the name of the limit, fast and
/// with little memory.
/// </summary>
internal static class HostileDocuments
{
    /// <summary>Name, expected limit, and the document over <see cref="SampleService"/>'s schema.</summary>
    public static IReadOnlyList<(string Name, string Limit, string Document)> All { get; } =
    [
        ("deep selections", "MaxDepth", Nested("{ thing ", "{ inner ", 150, "{ depth }", " }", " }")),
        ("selections deeper than the stack", "MaxNesting", Nested("{ thing ", "{ inner ", 3_000, "{ depth }", " }", " }")),
        ("deep lists in a value", "MaxNesting", $"{{ echo(input: {new string('[', 4_000)}{new string(']', 4_000)}) }}"),
        ("many tokens", "MaxTokens", $"{{ {Repeat("hello ", 40_000)} }}"),
        ("many aliases", "MaxAliases", $"{{ {string.Concat(Enumerable.Range(0, 3_000).Select(i => $"a{i}:hello "))} }}"),
        ("many directives", "MaxDirectives", $"{{ hello {Repeat("@skip(if:true)", 1_500)} }}"),
        ("many fragments", "MaxFragments", "{ ...F0 } " + Numbered(900, i => $"fragment F{i} on Query{{hello ...F{i + 1}}} ")),
        ("a web of fragments, deep through its spreads", "MaxDepth", "{ ...F0 } fragment F60 on Query { hello } " + Numbered(60, i => $"fragment F{i} on Query {{ thing {{ inner {{ ...G{i} }} }} ...F{i + 1} }} fragment G{i} on Thing {{ inner {{ {(i < 59 ? $"...G{i + 1}" : "depth")} }} }} ")),
        ("a web of fragments, wide", "MaxErrors", Web()),
        ("lists inside lists", "MaxCost", "{ thing { three { three { three { three { three { depth } } } } } } }"),
        ("introspection in circles", "MaxIntrospectionDepth", Nested("{ __schema { types ", "{ fields { type ", 40, "{ name }", " } }", " } }")),
        ("selections deeper than the stack, through fragments", "MaxNesting", "{ __type(name: \"Query\") { ...F0 } } fragment F60 on __Type { name } " + Numbered(60, i => $"fragment F{i} on __Type {Nested("{ ", "ofType { ", 49, $"...F{i + 1}", " }", " }")} ")),
        ("fields that fragments multiply", "MaxPlannedFields", "{ thing { ...F0 } } fragment F13 on Thing { depth } " + Numbered(13, i => $"fragment F{i} on Thing {{ a: inner {{ ...F{i + 1} }} b: inner {{ ...F{i + 1} }} c: inner {{ ...F{i + 1} }} }} ")),
        ("conditions that fragments multiply", "MaxCollectedSelections", "query ($a: Boolean!, $b: Boolean!) { ...F0 } fragment F40 on Query { hello } " + Numbered(40, i => $"fragment F{i} on Query {{ ...F{i + 1} @include(if: $a) ...F{i + 1} @include(if: $b) }} ")),
        ("pages of the same", "MaxCost", $"{{ {string.Concat(Enumerable.Range(0, 90).Select(i => $"a{i}:thing{{three{{three{{three{{depth}}}}}}}}"))} }}"),
    ];

    private static string Nested(string start, string level, int times, string middle, string endOfLevel, string end) =>
        start + Repeat(level, times) + middle + Repeat(endOfLevel, times) + end;

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static string Numbered(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    /// <summary>
    /// Each fragment spreads eight others under one of seven aliases, so that many fields have to be compared.
    /// </summary>
    private static string Web() => "{ thing { ...F0 ...F1 ...F2 } } " + Numbered(120, i => string.Create(CultureInfo.InvariantCulture,
        $"fragment F{i} on Thing{{x{i % 7}:inner{{{Numbered(8, j => $"...F{((i * 7) + (j * 13) + 1) % 120} ")}}}}}"));
}
