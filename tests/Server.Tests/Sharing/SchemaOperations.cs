using System.Text;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>Operations generated from a role's schema, so that new fields are covered.</summary>
internal static class SchemaOperations
{
    private const int Deepest = 4;

    private static readonly SharingPolicy Policy = new();
    private static readonly Engine.Types.Schema Full = SchemaBuilder.Build(Policy, typeof(SharingPolicy).Assembly.GetTypes());

    public static Engine.Types.Schema Of(Role role) => new SchemaView(Full, Policy, role.InTokens()).Schema;

    /// <summary>Returns a query of some of the role's fields, without those that require an argument.</summary>
    public static string Query(Engine.Types.Schema schema, Random random)
    {
        var text = new StringBuilder("query Generated");
        Select(schema.Query, random, Deepest, text);
        return text.ToString();
    }

    /// <summary>Returns every ID input of the role's mutations with a document that sets it to <c>$id</c>.</summary>
    public static IEnumerable<(string Name, string Document)> MutationsById(Engine.Types.Schema schema)
    {
        foreach (var mutation in schema.Mutation?.Fields ?? [])
        {
            var input = (InputObjectType)mutation.Arguments.Single().Type.Named;
            foreach (var id in input.Fields.Where(x => x.Type.Named.Name == "ID"))
            {
                var values = string.Join(", ", input.Fields.Where(x => x == id || x.IsRequired).Select(x => $"{x.Name}: {(x == id ? "$id" : Literal(x.Type))}"));
                yield return ($"{mutation.Name}.{id.Name}",
                    $"mutation($id: ID!) {{ {mutation.Name}(input: {{ {values} }}) {{ __typename errors {{ __typename ... on Error {{ message code }} }} }} }}");
            }
        }
    }

    private static void Select(ObjectType type, Random random, int depth, StringBuilder text)
    {
        text.Append(" { __typename");
        // Without a field to choose, selects a field that has nothing below it.
        var possible = type.Fields.Where(x => !x.Arguments.Any(a => a.IsRequired) && (depth > 0 ? x.Type.Named is ObjectType or EnumType or ScalarType : x.Type.Named is EnumType or ScalarType)).ToList();
        foreach (var field in possible.OrderBy(_ => random.Next()).Take(random.Next(1, 6)))
        {
            text.Append(' ').Append(field.Name);
            if (field.Arguments.Any(x => x.Name == "first"))
            {
                text.Append("(first: ").Append(random.Next(1, 20)).Append(')');
            }

            if (field.Type.Named is ObjectType below)
            {
                Select(below, random, depth - 1, text);
            }
        }

        text.Append(" }");
    }

    private static string Literal(GraphQLType type) => type switch
    {
        NonNullType some => Literal(some.OfType),
        ListType list => $"[{Literal(list.OfType)}]",
        EnumType choice => choice.Values[0].Name,
        InputObjectType input => $"{{ {string.Join(", ", input.Fields.Where(x => x.IsRequired).Select(x => $"{x.Name}: {Literal(x.Type)}"))} }}",
        NamedType { Name: "Int" or "Float" } => "1",
        NamedType { Name: "Boolean" } => "true",
        NamedType { Name: "Date" } => "\"2026-01-01\"",
        NamedType { Name: "DateTime" } => "\"2027-01-01T00:00:00Z\"",
        NamedType { Name: "ID" } => $"\"{GlobalId.Encode("Refugee", 99_999)}\"",
        _ => "\"text\"",
    };
}
