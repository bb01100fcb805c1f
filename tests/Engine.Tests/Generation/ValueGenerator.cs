using System.Globalization;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Generates literals of input types, some with variables.</summary>
/// <param name="random">Source of randomness.</param>
/// <param name="variable">
/// Declares a variable for a type and returns its name. The flags: the position has a default; the variable may be nullable.
/// </param>
internal sealed class ValueGenerator(Random random, Func<GraphQLType, bool, bool, string> variable)
{
    private static readonly string[] Texts =
        ["\"\"", "\"text\"", "\"\\u00E6\\n\"", "\"\\u{1F600}\"", "\"\"\"block\"\"\"", "\"\"\"\n    a\n      b\n  \"\"\"", "\"blåbær 😀\""];

    private bool _isConstant;
    private bool _isOneOf;

    public List<string> Constant(GraphQLType type)
    {
        var before = _isConstant;
        _isConstant = true;
        var tokens = Value(type, 2, hasDefault: false);
        _isConstant = before;
        return tokens;
    }

    public List<string> Value(GraphQLType type, int depth, bool hasDefault)
    {
        if (!_isConstant && Chance(0.15))
        {
            return ["$", variable(type, hasDefault, !_isOneOf)];
        }

        if (type is not NonNullType && !_isOneOf && Chance(0.1))
        {
            return ["null"];
        }

        _isOneOf = false;
        return type.Nullable switch
        {
            ListType list when depth > 0 && Chance(0.8) =>
                ["[", .. Enumerable.Range(0, random.Next(4)).SelectMany(_ => Value(list.OfType, depth - 1, false)), "]"],
            ListType list => depth > 0 ? Single(list.OfType, depth) : ["[", "]"],
            InputObjectType record => Fields(record, depth),
            EnumType choice => [choice.Values[random.Next(choice.Values.Count)].Name],
            _ => [Leaf(((NamedType)type.Nullable).Name)],
        };
    }

    /// <summary>
    /// Generates one element in the position of a list. A variable of the element's type is not allowed there.
    /// </summary>
    private List<string> Single(GraphQLType type, int depth)
    {
        var before = _isConstant;
        _isConstant = true;

        // For a list of lists, brackets would denote the outer list.
        var tokens = type.Nullable is ListType inner
            ? Single(inner.OfType, depth)
            : Value(type is NonNullType ? type : new NonNullType(type), depth - 1, false);
        _isConstant = before;
        return tokens;
    }

    private List<string> Fields(InputObjectType type, int depth)
    {
        var tokens = new List<string> { "{" };
        if (type.IsOneOf)
        {
            var leaves = type.Fields.Where(f => f.Type.Named is not InputObjectType).ToList();
            var fields = depth > 0 || leaves.Count == 0 ? type.Fields : leaves;
            var one = fields[random.Next(fields.Count)];
            _isOneOf = true;
            tokens.AddRange([one.Name, ":", .. Value(one.Type, depth - 1, false)]);
            _isOneOf = false;
        }
        else
        {
            foreach (var field in type.Fields.OrderBy(_ => random.Next()))
            {
                if (field.IsRequired || (depth > 0 && Chance(0.4)))
                {
                    tokens.AddRange([field.Name, ":", .. Value(field.Type, depth - 1, field.DefaultValue is not null)]);
                }
            }
        }

        return [.. tokens, "}"];
    }

    private string Leaf(string scalar) => scalar switch
    {
        "Int" => Integer(),
        "Float" => random.Next(4) switch { 0 => "1.5", 1 => "-2e3", 2 => "0.0", _ => Integer() },
        "Boolean" => Chance(0.5) ? "true" : "false",
        "ID" => Chance(0.5) ? Integer() : Texts[random.Next(Texts.Length)],
        _ => Texts[random.Next(Texts.Length)],
    };

    private string Integer() => random.Next(-3, 100).ToString(CultureInfo.InvariantCulture);

    private bool Chance(double probability) => random.NextDouble() < probability;
}
