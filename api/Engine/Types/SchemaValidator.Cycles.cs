using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <remarks>Specification: 3.10 Input Objects, "Circular References" and the cycles of default values.</remarks>
public sealed partial class SchemaValidator
{
    /// <summary>Reports input objects without a finite value: each of their required fields leads back to the object.</summary>
    private void ValidateInputObjectCycles()
    {
        var inputs = _schema.Types.OfType<InputObjectType>().ToList();
        var finite = new HashSet<InputObjectType>();
        int before;
        do
        {
            before = finite.Count;
            finite.UnionWith(inputs.Where(i => IsFinite(i, finite)));
        }
        while (finite.Count > before);

        var visited = new HashSet<InputObjectType>();
        foreach (var input in inputs.Where(i => !finite.Contains(i)))
        {
            FollowInputObject(input, finite, visited, []);
        }
    }

    private static bool IsFinite(InputObjectType type, HashSet<InputObjectType> finite)
    {
        bool HasFiniteValue(InputValueDefinition field) => Needs(type, field) is not { } needed || finite.Contains(needed);
        return type.IsOneOf ? type.Fields.Count == 0 || type.Fields.Any(HasFiniteValue) : type.Fields.All(HasFiniteValue);
    }

    /// <summary>The input object that a value of the field requires; null if it requires none.</summary>
    private static InputObjectType? Needs(InputObjectType type, InputValueDefinition field) => type.IsOneOf
        ? field.Type as InputObjectType
        : (field.Type as NonNullType)?.OfType as InputObjectType;

    private void FollowInputObject(
        InputObjectType type,
        HashSet<InputObjectType> finite,
        HashSet<InputObjectType> visited,
        List<(InputObjectType Type, string Field)> path)
    {
        if (!visited.Add(type))
        {
            return;
        }

        foreach (var field in type.Fields)
        {
            if (Needs(type, field) is not { } needed || finite.Contains(needed))
            {
                continue;
            }

            path.Add((type, $"{type}.{field.Name}"));
            var start = path.FindIndex(p => ReferenceEquals(p.Type, needed));
            if (start < 0)
            {
                FollowInputObject(needed, finite, visited, path);
            }
            else
            {
                Report(
                    $"Input Object {needed} cannot be provided a finite value because it references itself through fields: {string.Join(", ", path.Skip(start).Select(p => p.Field))}.");
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private void ValidateDefaultValueCycles()
    {
        var visited = new HashSet<InputValueDefinition>();
        foreach (var input in _schema.Types.OfType<InputObjectType>())
        {
            FollowDefault(input, new ObjectValueNode([]), visited, []);
        }
    }

    /// <summary>Follows the defaults of the fields that a value omits.</summary>
    private void FollowDefault(
        InputObjectType type,
        ValueNode value,
        HashSet<InputValueDefinition> visited,
        List<(InputValueDefinition Field, string Coordinate)> path)
    {
        if (value is ListValueNode list)
        {
            foreach (var item in list.Values)
            {
                FollowDefault(type, item, visited, path);
            }
        }

        if (value is not ObjectValueNode record)
        {
            return;
        }

        foreach (var field in type.Fields)
        {
            if (field.Type.Named is not InputObjectType named)
            {
                continue;
            }

            var given = record.Fields.LastOrDefault(f => f.Name.Value == field.Name);
            if (given is not null)
            {
                FollowDefault(named, given.Value, visited, path);
            }
            else if (field.DefaultValue is { } standIn)
            {
                FollowDefault(type, field, named, standIn, visited, path);
            }
        }
    }

    private void FollowDefault(
        InputObjectType type,
        InputValueDefinition field,
        InputObjectType fieldType,
        ValueNode value,
        HashSet<InputValueDefinition> visited,
        List<(InputValueDefinition Field, string Coordinate)> path)
    {
        var coordinate = $"{type}.{field.Name}";
        var start = path.FindIndex(p => ReferenceEquals(p.Field, field));
        if (start >= 0)
        {
            var via = string.Join(", ", path.Skip(start + 1).Select(p => p.Coordinate));
            Report(
                $"Invalid circular reference. The default value of Input Object field {coordinate} references itself{(via.Length > 0 ? $" via the default values of: {via}" : "")}.");
        }
        else if (visited.Add(field))
        {
            path.Add((field, coordinate));
            FollowDefault(fieldType, value, visited, path);
            path.RemoveAt(path.Count - 1);
        }
    }
}
