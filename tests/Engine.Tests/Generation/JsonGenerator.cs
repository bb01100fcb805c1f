using System.Globalization;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Generation;

/// <summary>Generates JSON values of input types, some of them invalid.</summary>
/// <param name="random">Source of randomness.</param>
/// <param name="spoil">Probability that a part is replaced by something else.</param>
internal sealed class JsonGenerator(Random random, double spoil)
{
    private static readonly string[] Anything =
    [
        "null", "true", "false", "0", "-1", "1.5", "1.0", "1e3", "-0.0", "2147483647", "2147483648", "-2147483649", "1e15", "\"\"", "\"text\"",
        "\"1\"", "\"RED\"", "\"WHITE\"", "\"red\"", "[]", "[null]", "[[]]", "[1, \"x\", null]", "[[1], 2]", "{}", "{\"id\": 1}", "{\"nope\": 1}",
        "{\"equals\": 1, \"among\": 2}", "{\"equals\": null}", "{\"id\": null, \"name\": \"x\"}", "{\"leaf\": null}",
    ];

    public string Value(GraphQLType type, int depth)
    {
        if (Chance(spoil))
        {
            return Anything[random.Next(Anything.Length)];
        }

        if (type is not NonNullType && Chance(0.12))
        {
            return "null";
        }

        return type.Nullable switch
        {
            ListType list when depth > 0 && Chance(0.8) =>
                $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Value(list.OfType, depth - 1)))}]",
            ListType list => depth > 0 ? Value(list.OfType is NonNullType ? list.OfType : new NonNullType(list.OfType), depth - 1) : "[]",
            InputObjectType record => Fields(record, depth),
            EnumType choice => $"\"{choice.Values[random.Next(choice.Values.Count)].Name}\"",
            var scalar => Leaf(((NamedType)scalar).Name),
        };
    }

    private string Fields(InputObjectType type, int depth)
    {
        var fields = new List<string>();
        if (type.IsOneOf)
        {
            var leaves = type.Fields.Where(f => f.Type.Named is not InputObjectType).ToList();
            var choices = depth > 0 || leaves.Count == 0 ? type.Fields : leaves;
            var one = choices[random.Next(choices.Count)];
            fields.Add($"\"{one.Name}\": {Value(one.Type is NonNullType ? one.Type : new NonNullType(one.Type), depth - 1)}");
        }
        else
        {
            foreach (var field in type.Fields.OrderBy(_ => random.Next()))
            {
                if ((field.IsRequired && !Chance(spoil)) || (depth > 0 && Chance(0.4)))
                {
                    fields.Add($"\"{field.Name}\": {Value(field.Type, depth - 1)}");
                }
            }
        }

        if (Chance(spoil / 2))
        {
            fields.Add($"\"{(type.Fields.Count > 0 && Chance(0.5) ? type.Fields[0].Name + "s" : "nope")}\": {Anything[random.Next(Anything.Length)]}");
        }

        return $"{{{string.Join(", ", fields)}}}";
    }

    private string Leaf(string scalar) => scalar switch
    {
        "Int" => Chance(0.9) ? Integer() : "3.0",
        "Float" => random.Next(4) switch { 0 => "1.5", 1 => "-2e3", 2 => "0.0", _ => Integer() },
        "Boolean" => Chance(0.5) ? "true" : "false",
        "ID" => Chance(0.5) ? Integer() : "\"id\"",
        "String" => Chance(0.5) ? "\"\"" : "\"bl\\u00e5b\\u00e6r 😀\"",
        _ => Anything[1 + random.Next(Anything.Length - 1)],
    };

    private string Integer() => random.Next(-3, 100).ToString(CultureInfo.InvariantCulture);

    private bool Chance(double probability) => random.NextDouble() < probability;
}
