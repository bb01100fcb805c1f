using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Tests.Oracle;

namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>An intended difference.</summary>
/// <param name="Of">The compared step: <c>parse</c>, <c>validate</c>, <c>coerce</c> or <c>execute</c>.</param>
/// <param name="Schema">The schema of the example.</param>
/// <param name="Source">A document on which the two still differ.</param>
/// <param name="Variables">Its variables as JSON.</param>
/// <param name="Reason">Why the difference is intended.</param>
internal sealed record KnownDifference(string Of, string Schema, string Source, string Variables, string Reason);

/// <summary>
/// The intended differences between the engine and graphql@17.1.0. The comparison runs without limits (depth, aliases,
/// fragments, errors, tokens), which have tests of their own. <c>@defer</c> and <c>@stream</c> are not implemented, and the
/// comparison excludes their rules.
/// </summary>
internal static partial class KnownDifferences
{
    public static readonly IReadOnlyList<KnownDifference> All =
    [
        new("parse", "farm", "{ \"" + new string('a', 101) + "\" }", "{}",
            "The error quotes at most 100 characters of an unexpected token. The reference implementation quotes all of it."),
        new("validate", "farm", "{ greeting } type A { b: C }", "{}",
            "A document with type definitions is refused for these definitions only. The other rules on type definitions concern schemas, which the engine does not read from requests."),
        new("validate", "farm", "query ($a: ID) { goat(key: {id: $a}) { name } }", "{}",
            "The specification's IsNonNullPosition() looks through the non-null type of the one-of object; the reference implementation does so only if the object is nullable."),
        new("validate", "farm", "{ number(intRequired: 1, float: 1e999) }", "{}",
            "A Float is finite. The reference implementation reads 1e999 as infinity."),
        new("coerce", "ways", "query ($x: ID) { id }", """{"x": 1e21}""",
            "An ID given as a number keeps all its digits. The reference implementation writes it as JavaScript does, with an exponent. The generated variables exclude such numbers."),
        new("execute", "ways", "{ someNullable { failText failTextRequired } }", "{}",
            "Below a value that became null, only the error that caused the null is reported. The reference implementation also reports earlier errors, whose paths no longer exist in the data."),
    ];

    /// <summary>Returns the errors of one side that the other side lacks, without the intended differences.</summary>
    public static List<ErrorAnswer> Remaining(List<ErrorAnswer> side, List<ErrorAnswer> other)
    {
        if (side.Concat(other).Any(e => e.Rule == "ExecutableDefinitions"))
        {
            side = side.FindAll(e => e.Rule == "ExecutableDefinitions");
        }

        var others = other.CountBy(Key).ToDictionary();
        return side.FindAll(error =>
        {
            var key = Key(error);
            if (others.GetValueOrDefault(key) > 0)
            {
                others[key]--;
                return false;
            }

            return !IsMeant(error);
        });
    }

    /// <summary>Adapts a syntax error of the reference implementation to the intended difference.</summary>
    public static SyntaxErrorAnswer? AsMeant(SyntaxErrorAnswer? error) =>
        error is null ? null : error with { Message = LongToken().Replace(error.Message, "$1…\".") };

    /// <summary>Adapts a response of the reference implementation to the intended difference.</summary>
    public static ExecutionAnswer AsMeant(ExecutionAnswer answer)
    {
        if (answer.Data is null)
        {
            return answer;
        }

        var data = JsonElement.Parse(answer.Data);
        var last = answer.Errors.Select((error, i) => (Place: NulledPlace(data, error), i)).GroupBy(e => e.Place, e => e.i).Select(g => g.Max());
        return answer with { Errors = [.. answer.Errors.Where((_, i) => last.Contains(i))] };
    }

    /// <summary>Returns the part of an error's path that leads to the null caused by the error.</summary>
    private static string NulledPlace(JsonElement data, FailureAnswer error)
    {
        var place = "";
        foreach (var step in JsonElement.Parse(error.Path ?? "[]").EnumerateArray())
        {
            if (data.ValueKind == JsonValueKind.Null)
            {
                break;
            }

            place += "/" + step;
            data = step.ValueKind == JsonValueKind.Number ? data[step.GetInt32()] : data.GetProperty(step.GetString()!);
        }

        return place;
    }

    [GeneratedRegex("""(found \w+ "[\s\S]{100})[\s\S]+"\.$""")]
    private static partial Regex LongToken();

    private static bool IsMeant(ErrorAnswer error) =>
        (error.Rule == "VariablesInAllowedPosition"
            && error.Message.Contains("must be non-nullable to be used for OneOf Input Object", StringComparison.Ordinal))
        || (error.Rule == "ValuesOfCorrectType"
            && error.Message.StartsWith("Float cannot represent non numeric value: ", StringComparison.Ordinal)
            && error.Message.Contains('e', StringComparison.Ordinal)
            && char.IsAsciiDigit(error.Message[^1]));

    private static string Key(ErrorAnswer error) =>
        $"{error.Rule} {string.Join(' ', error.Locations.Select(l => $"{l[0]}:{l[1]}"))}";
}
