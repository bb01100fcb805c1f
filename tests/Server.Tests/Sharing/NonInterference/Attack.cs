using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>
/// A query about one value of one person whose response shows neither the value nor necessarily the person: whether another
/// row follows, how many rows there are, or which row is first.
/// </summary>
/// <param name="Document">The document. It takes the values as variables, so that it is translated once.</param>
/// <param name="Field">The attacked field.</param>
/// <param name="Member">The member of the filter or order.</param>
/// <param name="Operation">The filter's operation; null for an order.</param>
internal sealed record Attack(string Document, SharedField Field, string Member, string? Operation)
{
    private static readonly string[] Shown =
        ["pageInfo { hasNextPage }", "pageInfo { hasPreviousPage }", "totalCount", "countAtLeast", "nodes { __typename }", "edges { cursor }", "pageInfo { endCursor } totalCount"];

    /// <summary>
    /// All attacks that a role's schema permits: each personal member of the filter with each operation, and each member of
    /// the order.
    /// </summary>
    public static List<Attack> Of(Engine.Types.Schema view, Random random)
    {
        var attacks = new List<Attack>();
        if (view.Query.Field("refugees") is not { } refugees)
        {
            return attacks;
        }

        foreach (var member in ((InputObjectType)refugees.Arguments.Single(a => a.Name == "where").Type.Named).Fields)
        {
            if (FieldOf(member.Name) is { } field)
            {
                var inner = (InputObjectType)member.Type.Named;
                var (operations, open, close) = inner.Field("code") is { } code ? ((InputObjectType)code.Type.Named, "{ code: ", " }") : (inner, "", "");
                attacks.AddRange(operations.Fields.Select(operation => new Attack(
                    $$"""
                    query Attack($person: String, $others: [String], $value: {{operation.Type}}, $size: Int) { refugees({{Direction()}}: $size, where: { or: [
                      { and: [{ reference: { eq: $person } }, { {{member.Name}}: {{open}}{ {{operation.Name}}: $value }{{close}} }] }, { reference: { {{Others()}} } }] }) { {{Select()}} } }
                    """, field, member.Name, operation.Name)));
            }
        }

        foreach (var member in ((InputObjectType)refugees.Arguments.Single(a => a.Name == "order").Type.Named).Fields)
        {
            if (FieldOf(member.Name) is { } field)
            {
                attacks.Add(new Attack(
                    $$"""
                    query Attack($person: String, $others: [String], $size: Int) { refugees({{Direction()}}: $size, where: { or: [{ reference: { eq: $person } }, { reference: { in: $others } }] },
                      order: [{ {{member.Name}}: {{(random.Next(2) == 0 ? "ASC" : "DESC")}} }]) { {{Select()}} nodes { reference } } }
                    """, field, member.Name, null));
            }
        }

        return attacks;

        string Direction() => random.Next(2) == 0 ? "first" : "last";

        // Includes all other persons, so that a total over all rows depends on one person.
        string Others() => random.Next(4) == 0 ? "neq: $person, nin: $others" : "in: $others";

        string Select() => Shown[random.Next(Shown.Length)];
    }

    /// <summary>Returns the variables for an attack on a person who has one of two values.</summary>
    /// <param name="one">The person as in the world.</param>
    /// <param name="other">The person with the other value.</param>
    /// <param name="others">Persons whom the caller sees.</param>
    /// <param name="pageSize">The largest page.</param>
    /// <param name="random">Source of randomness.</param>
    public Dictionary<string, object?> On(GeneratedPerson one, GeneratedPerson other, IReadOnlyList<GeneratedPerson> others, int pageSize, Random random)
    {
        var known = random.Next(2) == 0 ? one : other;
        object value = Member switch
        {
            "name" => Operation is "eq" or "neq" or "in" or "nin" ? $"{known.Given} {known.Family}" : random.Next(2) == 0 ? known.Given[..1] : known.Family,
            "age" => Readable.AgeOf(known) + random.Next(-1, 2),
            _ => known.Nationality,
        };
        var variables = new Dictionary<string, object?>
        {
            ["person"] = one.Reference,
            ["others"] = others.Where(p => p.Id != one.Id).OrderBy(_ => random.Next()).Take(random.Next(pageSize + 2)).Select(p => p.Reference).ToList(),
            ["size"] = random.Next(pageSize + 1),
        };
        if (Operation is not null)
        {
            variables["value"] = Operation is "in" or "nin" ? new[] { value } : value;
        }

        return variables;
    }

    private static SharedField? FieldOf(string member) =>
        member is "reference" or "and" or "or" ? null : Enum.TryParse<SharedField>(member, ignoreCase: true, out var field) ? field : null;
}
