using System.Text.Json;
using Integration.Graph.Engine.Language;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Input coercion of variables and literals.</summary>
/// <remarks>Specification: 6.1.2 CoerceVariableValues, 6.4.1 CoerceArgumentValues and "Input Coercion" of each type.</remarks>
internal static class InputCoercion
{
    /// <summary>CoerceVariableValues(). Absent variables without a default are absent in the result.</summary>
    /// <param name="schema">The schema of the variables' types.</param>
    /// <param name="document">The document; errors take the locations of variable definitions from it.</param>
    /// <param name="definitions">The operation's variables.</param>
    /// <param name="variables">The request's <c>variables</c>; undefined if there are none.</param>
    /// <param name="errors">Receives the errors. If there are any, the result must not be used.</param>
    public static IReadOnlyDictionary<string, object?> CoerceVariableValues(
        Schema schema,
        DocumentNode document,
        IReadOnlyList<VariableDefinitionNode> definitions,
        JsonElement variables,
        List<GraphQLError> errors)
    {
        if (definitions.Count == 0)
        {
            return RequestContext.EmptyVariables;
        }

        var result = new Dictionary<string, object?>();
        foreach (var definition in definitions)
        {
            var before = errors.Count;
            CoerceVariableValue(schema, definition, variables, result, errors);
            for (var i = before; i < errors.Count; i++)
            {
                errors[i] = errors[i] with { Locations = [document.Location(definition.Start)] };
            }
        }

        return result;
    }

    private static void CoerceVariableValue(
        Schema schema,
        VariableDefinitionNode definition,
        JsonElement variables,
        Dictionary<string, object?> result,
        List<GraphQLError> errors)
    {
        var name = definition.Variable.Name.Value;
        var type = TypeFromAst(schema, definition.Type)!;
        if (variables.ValueKind != JsonValueKind.Object || !variables.TryGetProperty(name, out var given))
        {
            if (definition.DefaultValue is { } literal)
            {
                result[name] = CoerceLiteral(literal, type, RequestContext.EmptyVariables, out _);
            }
            else if (type is NonNullType)
            {
                errors.Add(new GraphQLError($"Variable \"${name}\" of required type \"{type}\" was not provided.") { Code = ErrorCodes.BadInput });
            }
        }
        else if (given.ValueKind == JsonValueKind.Null && type is NonNullType)
        {
            errors.Add(new GraphQLError($"Variable \"${name}\" of non-null type \"{type}\" must not be null.") { Code = ErrorCodes.BadInput });
        }
        else
        {
            result[name] = CoerceJson(given, type, "$" + name, errors, name);
        }
    }

    /// <summary>The type of a type reference; null if the schema lacks it.</summary>
    public static GraphQLType? TypeFromAst(Schema schema, TypeNode node) => node switch
    {
        NonNullTypeNode nonNull => TypeFromAst(schema, nonNull.OfType) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => TypeFromAst(schema, list.OfType) is { } inner ? new ListType(inner) : null,
        _ => schema.Type(((NamedTypeNode)node).Name.Value),
    };

    /// <summary>CoerceArgumentValues(), for literals that are valid.</summary>
    /// <exception cref="GraphQLException">A required argument has no value, because its variable is absent or null.</exception>
    public static ArgumentValues CoerceArgumentValues(
        IReadOnlyList<InputValueDefinition> definitions,
        IReadOnlyList<ArgumentNode> given,
        IReadOnlyDictionary<string, object?> variables)
    {
        if (definitions.Count == 0)
        {
            return ArgumentValues.Empty;
        }

        var result = new ArgumentValues();
        foreach (var definition in definitions)
        {
            var literal = given.FirstOrDefault(a => a.Name.Value == definition.Name)?.Value;
            Set(result, definition, literal, variables, $"Argument \"{definition.Name}\"");
        }

        return result;
    }

    private static bool Set(
        ArgumentValues target,
        InputValueDefinition definition,
        ValueNode? literal,
        IReadOnlyDictionary<string, object?> variables,
        string what)
    {
        if (literal is VariableNode variable && !variables.ContainsKey(variable.Name.Value))
        {
            literal = null;
        }

        literal ??= definition.DefaultValue;
        if (literal is null)
        {
            return definition.Type is NonNullType ? throw Required(what, definition.Type) : true;
        }

        var value = CoerceLiteral(literal, definition.Type, variables, out var valid);
        if (!valid)
        {
            throw value is null ? Required(what, definition.Type) : new GraphQLException($"{what} has an invalid value.", ErrorCodes.BadInput);
        }

        target[definition.Name] = definition.Id is null ? value : DecodeIds(definition.Id, value);
        return true;
    }

    private static GraphQLException Required(string what, GraphQLType type) =>
        new($"{what} of non-null type \"{type}\" must not be null.", ErrorCodes.BadInput);

    /// <summary>The C# value of a literal.</summary>
    /// <param name="literal">The literal, which can contain variables.</param>
    /// <param name="type">The expected type.</param>
    /// <param name="variables">The coerced variables.</param>
    /// <param name="valid">False if the literal is invalid; the result must then not be used.</param>
    public static object? CoerceLiteral(ValueNode literal, GraphQLType type, IReadOnlyDictionary<string, object?> variables, out bool valid)
    {
        valid = true;
        if (literal is VariableNode variable)
        {
            valid = variables.TryGetValue(variable.Name.Value, out var bound);
            return bound is null && type is NonNullType
                ? throw new GraphQLException($"Variable \"${variable.Name.Value}\" must not be null for type \"{type}\".", ErrorCodes.BadInput) { Position = variable.Start }
                : bound;
        }

        if (type is NonNullType nonNull)
        {
            valid = literal is not NullValueNode;
            return valid ? CoerceLiteral(literal, nonNull.OfType, variables, out valid) : null;
        }

        if (literal is NullValueNode)
        {
            return null;
        }

        switch (type)
        {
            case ListType list:
                return CoerceListLiteral(literal, list, variables, out valid);
            case InputObjectType input:
                return CoerceObjectLiteral(literal, input, variables, out valid);
            case EnumType choice:
                var member = literal is EnumValueNode name ? choice.Value(name.Value) : null;
                valid = member is not null;
                return member is null ? null : member.Value ?? member.Name;
            default:
                valid = ((ScalarType)type).TryParseLiteral(LiteralVariables.Replace(literal, variables), out var value, out _);
                return value;
        }
    }

    private static object?[]? CoerceListLiteral(ValueNode literal, ListType list, IReadOnlyDictionary<string, object?> variables, out bool valid)
    {
        if (literal is not ListValueNode items)
        {
            var only = CoerceLiteral(literal, list.OfType, variables, out valid);
            return valid ? new object?[] { only } : null;
        }

        var result = new object?[items.Values.Count];
        for (var i = 0; i < result.Length; i++)
        {
            // An absent variable inside a list is null.
            var item = items.Values[i] is VariableNode variable && !variables.ContainsKey(variable.Name.Value) ? new NullValueNode() : items.Values[i];
            result[i] = CoerceLiteral(item, list.OfType, variables, out valid);
            if (!valid)
            {
                return null;
            }
        }

        valid = true;
        return result;
    }

    private static ArgumentValues? CoerceObjectLiteral(ValueNode literal, InputObjectType input, IReadOnlyDictionary<string, object?> variables, out bool valid)
    {
        valid = false;
        if (literal is not ObjectValueNode given || given.Fields.Any(f => input.Field(f.Name.Value) is null))
        {
            return null;
        }

        var result = new ArgumentValues();
        foreach (var field in input.Fields)
        {
            var value = given.Fields.FirstOrDefault(f => f.Name.Value == field.Name)?.Value;
            Set(result, field, value, variables, $"Input field \"{field.Name}\"");
        }

        valid = !input.IsOneOf || (result.Present.Count() == 1 && result.Present.Single().Value is not null);
        return valid ? result : null;
    }

    private static object? CoerceJson(JsonElement json, GraphQLType type, string path, List<GraphQLError> errors, string variable)
    {
        void Invalid(string reason) => errors.Add(new GraphQLError($"Variable \"${variable}\" has invalid value{(path == "$" + variable ? "" : $" at \"{path[1..]}\"")}: {reason}")
        {
            Code = ErrorCodes.BadInput,
        });

        if (type is NonNullType nonNull)
        {
            if (json.ValueKind == JsonValueKind.Null)
            {
                Invalid($"Expected value of non-null type \"{type}\" not to be null.");
                return null;
            }

            type = nonNull.OfType;
        }

        if (json.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        switch (type)
        {
            case ListType list:
                return json.ValueKind == JsonValueKind.Array
                    ? json.EnumerateArray().Select((item, i) => CoerceJson(item, list.OfType, $"{path}[{i}]", errors, variable)).ToArray()
                    : new[] { CoerceJson(json, list.OfType, path, errors, variable) };
            case InputObjectType input when json.ValueKind == JsonValueKind.Object:
                return CoerceJsonObject(json, input, path, errors, variable, Invalid);
            case InputObjectType input:
                Invalid($"Expected value of type \"{input}\" to be an object.");
                return null;
            case EnumType choice:
                var member = json.ValueKind == JsonValueKind.String ? choice.Value(json.GetString()!) : null;
                if (member is null)
                {
                    Invalid($"The value does not exist in enum \"{choice}\".");
                    return null;
                }

                return member.Value ?? member.Name;
            default:
                if (!((ScalarType)type).TryParseValue(json, out var value, out var error))
                {
                    Invalid(error ?? $"Expected value of type \"{type}\".");
                }

                return value;
        }
    }

    private static ArgumentValues CoerceJsonObject(JsonElement json, InputObjectType input, string path, List<GraphQLError> errors, string variable, Action<string> invalid)
    {
        var result = new ArgumentValues();
        foreach (var property in json.EnumerateObject())
        {
            if (input.Field(property.Name) is null)
            {
                invalid($"Field \"{property.Name}\" is not defined by type \"{input}\".");
            }
        }

        foreach (var field in input.Fields)
        {
            object? value;
            if (json.TryGetProperty(field.Name, out var given))
            {
                value = CoerceJson(given, field.Type, $"{path}.{field.Name}", errors, variable);
            }
            else if (field.DefaultValue is { } literal)
            {
                value = CoerceLiteral(literal, field.Type, RequestContext.EmptyVariables, out _);
            }
            else
            {
                if (field.Type is NonNullType)
                {
                    invalid($"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
                }

                continue;
            }

            result[field.Name] = field.Id is null ? value : DecodeIds(field.Id, value);
        }

        if (input.IsOneOf)
        {
            var given = json.EnumerateObject().Where(p => input.Field(p.Name) is not null).ToList();
            if (given.Count != 1)
            {
                invalid($"Exactly one field of \"{input}\" must be given.");
            }

            if (given is [{ Value.ValueKind: JsonValueKind.Null } first, ..])
            {
                invalid($"Field \"{first.Name}\" of \"{input}\" must not be null.");
            }
        }

        return result;
    }

    private static object? DecodeIds(IdOf id, object? value) => value switch
    {
        string text => id.Decode(text),
        object?[] list => list.Select(item => DecodeIds(id, item)).ToArray(),
        _ => value,
    };
}
