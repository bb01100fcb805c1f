using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// Compares the sharing rules with the schema when it is built. The server does not start with a member that no rule decides
/// on, or with a rule for a member that does not exist.
/// </summary>
internal static class SharingCheck
{
    /// <summary>Returns all problems, one sentence each, with what to change.</summary>
    public static IEnumerable<string> Problems(Schema schema)
    {
        List<FieldsType> types = [.. schema.Types.OfType<FieldsType>().Where(type => !type.IsGenerated)];
        var table = SharingTable.All.ToLookup(row => row.Type, row => row.Field);
        return
        [
            .. types.SelectMany(type => MissingFields(type, [.. table[type.Name]])),
            .. StaleFields(schema, table),
            .. StaleTypes(types),
            .. PublicFields(schema, table),
            .. MixedTypes(table),
            .. PublicTypes(types),
            .. Rows(types),
            .. Words(RowRules.Entities.Where(RowRules.HasRule), RowRuleWords.Entities),
            .. Grants(from type in table
                      from field in type
                      from role in SharingTable.Roles(type.Key, field)
                      where role.Access == Access.Consent
                      select (type.Key, field, role.Role)),
            .. Conditions(schema, FieldConditions.All),
        ];
    }

    private static IEnumerable<string> MissingFields(FieldsType type, HashSet<string> listed)
    {
        var isWhole = SharingTable.PublicTypes.Concat(SharingTable.PartTypes).Contains(type.Name);
        if (isWhole && listed.Count > 0)
        {
            yield return $"{type.Name} has rows in SharingTable.cs and is also listed as a type without rows. Remove one of the two.";
        }
        else if (!isWhole && listed.Count == 0)
        {
            yield return $"The type {type.Name} is not in SharingTable.cs. Add Row(\"{type.Name}\", \"{string.Join(' ', type.Fields.Select(f => f.Name))}\") with the roles that have each "
                + "field. If its fields are public, or parts of a field's value, add the type to Public or Parts instead.";
        }
        else if (!isWhole)
        {
            foreach (var field in type.Fields.Where(field => !listed.Contains(field.Name)))
            {
                yield return $"The field {field.Coordinate} is not in SharingTable.cs. Add it to a Row(\"{type.Name}\", ...) with the roles that have it.";
            }
        }
    }

    private static IEnumerable<string> StaleFields(Schema schema, ILookup<string, string> table) =>
        from type in table
        from field in type
        where schema.Type(type.Key) is not FieldsType { IsGenerated: false } known || known.Field(field) is null
        select $"SharingTable.cs has a row for {type.Key}.{field}, which is not in the schema. Remove the row, or correct its name.";

    private static IEnumerable<string> StaleTypes(IEnumerable<FieldsType> types)
    {
        var names = types.Select(type => type.Name).ToHashSet();
        return from list in new[] { ("Public", SharingTable.PublicTypes), ("Parts", SharingTable.PartTypes), ("Mixed", SharingTable.MixedTypes) }
               from name in list.Item2
               where !names.Contains(name)
               select $"{list.Item1} in SharingTable.cs lists {name}, which is not a type of the schema. Remove it, or correct its name.";
    }

    /// <summary>A type is confidential unless it is listed. One public field must not make the type public unnoticed.</summary>
    internal static IEnumerable<string> PublicFields(Schema schema, ILookup<string, string> table) =>
        from type in table
        where type.Key != schema.Query.Name && !SharingTable.MixedTypes.Contains(type.Key)
        from field in type
        where SharingTable.Roles(type.Key, field).Count == 0
        select $"{type.Key}.{field} is for everyone in SharingTable.cs, but {type.Key} is confidential. Give the field roles, or add {type.Key} to Mixed if its rows are public facts.";

    /// <summary>A confidential type must not be listed as public by mistake.</summary>
    internal static IEnumerable<string> MixedTypes(ILookup<string, string> table) =>
        from type in SharingTable.MixedTypes
        where table[type].All(field => SharingTable.Roles(type, field).Count > 0)
        select $"Mixed in SharingTable.cs lists {type}, which has no field for everyone. Remove it.";

    /// <summary>The names by which <see cref="SharingPolicy.IsConfidential"/> decides, and the row rules, must agree with the list.</summary>
    private static IEnumerable<string> PublicTypes(IEnumerable<FieldsType> types)
    {
        foreach (var type in types)
        {
            if (type.RuntimeType is not { } runtime)
            {
                continue;
            }

            if (RowRules.HasRule(runtime) && SharingTable.IsPublic(type.Name))
            {
                yield return $"{type.Name} is public in SharingTable.cs, but has a row rule in RowRules.cs. Remove one of the two.";
            }

            if (SharingTable.IsPublic(runtime.Name) != SharingTable.IsPublic(type.Name))
            {
                yield return $"The type {type.Name} has the name {runtime.Name} in C#, and only one of the two names is public in SharingTable.cs. Use one name.";
            }
        }
    }

    private static IEnumerable<string> Rows(IEnumerable<FieldsType> types)
    {
        var rows = types.OfType<ObjectType>().Where(type => type.IsRow).Select(type => type.RuntimeType!).ToHashSet();
        foreach (var entity in rows.Except(RowRules.Entities))
        {
            yield return $"The rows of {entity.Name} have no rule. Add {entity.Name} to Rules in RowRules.cs, and the rule's words to RowRuleWords.cs.";
        }

        foreach (var entity in RowRules.Entities.Except(rows))
        {
            yield return $"RowRules.cs has a rule for {entity.Name}, whose rows are not in the schema. Remove the rule.";
        }
    }

    /// <summary>Compares the entities that have a row rule with those whose rule has words.</summary>
    internal static IEnumerable<string> Words(IEnumerable<Type> ruled, IEnumerable<Type> worded) =>
    [
        .. ruled.Except(worded).Select(entity => $"The row rule of {entity.Name} has no words. Add them to RowRuleWords.cs."),
        .. worded.Except(ruled).Select(entity => $"RowRuleWords.cs has words for {entity.Name}, which has no row rule in RowRules.cs. Remove them."),
    ];

    /// <summary>A grant guards only fields of a person that the consent names. A field of another type would be unguarded.</summary>
    internal static IEnumerable<string> Grants(IEnumerable<(string Type, string Field, Role Role)> granted)
    {
        foreach (var (type, field, role) in granted)
        {
            if (type != nameof(Refugee) || !SharingTable.Shared.ContainsKey(field))
            {
                yield return $"{type}.{field} has IfGranted in SharingTable.cs, but no grant guards it. Only fields of {nameof(Refugee)} that are named in Shared have a grant.";
            }

            if (SharingTable.ClassOf(role) is null)
            {
                yield return $"{type}.{field} has IfGranted for {role} in SharingTable.cs, a role without a recipient class. Use Always, or give the role a class in ClassOf.";
            }
        }
    }

    /// <summary>A condition must guard a column of a row, must have words, and must not be replaced by a grant or another condition.</summary>
    internal static IEnumerable<string> Conditions(Schema schema, IReadOnlyList<FieldCondition> conditions)
    {
        foreach (var condition in conditions)
        {
            var name = $"{condition.Type}.{condition.Field}";
            if (schema.Type(condition.Type) is not ObjectType { IsRow: true } type || type.Field(condition.Field) is null || type.RuntimeType != condition.Guard.Parameters[0].Type)
            {
                yield return $"FieldConditions.cs has a condition for {name}, which is not a field of rows in the schema. Remove it, or correct its name.";
            }

            if (string.IsNullOrWhiteSpace(condition.Words))
            {
                yield return $"The condition of {name} in FieldConditions.cs has no words. Write them.";
            }

            if (conditions.Count(other => other.Type == condition.Type && other.Field == condition.Field) > 1
                || SharingTable.Roles(condition.Type, condition.Field).Any(role => role.Access == Access.Consent))
            {
                yield return $"{name} has a condition in FieldConditions.cs, and also IfGranted in SharingTable.cs or another condition. Only one of them would apply.";
            }
        }
    }
}
