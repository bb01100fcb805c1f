using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Tests.Oracle;

namespace Integration.Graph.Engine.Tests.Validation;

/// <summary>A difference that is meant.</summary>
/// <param name="Of">What is compared: <c>parse</c>, <c>validate</c>, <c>coerce</c> or <c>execute</c>.</param>
/// <param name="Schema">The schema of the example.</param>
/// <param name="Source">A document on which the two still differ.</param>
/// <param name="Variables">Its variables as JSON.</param>
/// <param name="Reason">Why it is meant.</param>
internal sealed record KnownDifference(string Of, string Schema, string Source, string Variables, string Reason);

/// <summary>
/// Where the engine and graphql@17.1.0 differ on purpose. Limits (depth, aliases, fragments, errors, tokens) are switched
/// off for the comparison and tested by themselves; <c>@defer</c> and <c>@stream</c> are not built, and their rules are
/// not asked for.
/// </summary>
internal static partial class KnownDifferences
{
    public static readonly IReadOnlyList<KnownDifference> All =
    [
        new("parse", "farm", "{ \"" + new string('a', 101) + "\" }", "{}",
            "Of a token that should not be where it is, 100 characters are told. The reference implementation tells all of it, however long."),
        new("validate", "farm", "{ greeting } type A { b: C }", "{}",
            "A document with definitions of types is refused for them. What the other rules say of such definitions is about schemas, which the engine does not read from requests."),
        new("validate", "farm", "query ($a: ID) { goat(key: {id: $a}) { name } }", "{}",
            "The specification's IsNonNullPosition() looks through the non-null type of the one-of object; the reference implementation does so only where the object may be null."),
        new("validate", "farm", "{ number(intRequired: 1, float: 1e999) }", "{}",
            "A Float is finite. The reference implementation reads 1e999 as infinity."),
        new("coerce", "ways", "query ($x: ID) { id }", """{"x": 1e21}""",
            "An ID given as a number keeps all its digits. The reference implementation writes it as JavaScript does, with an exponent; the variables made by chance leave such numbers out."),
        new("execute", "ways", "{ someNullable { failText failTextRequired } }", "{}",
            "Of the errors below a value that became null only the one that made it so is told. The reference implementation tells those too that it met before, and a client would look in vain for the places of which they speak."),
    ];

    /// <summary>The errors of one side that the other side lacks, without what is meant to differ.</summary>
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

    /// <summary>What the reference implementation says of a text that is no document, as the engine is meant to say it.</summary>
    public static SyntaxErrorAnswer? AsMeant(SyntaxErrorAnswer? error) =>
        error is null ? null : error with { Message = LongToken().Replace(error.Message, "$1…\".") };

    /// <summary>What the reference implementation answers, as the engine is meant to answer it.</summary>
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

    /// <summary>The part of an error's path that leads to the null which it left behind.</summary>
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
