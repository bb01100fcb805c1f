namespace Integration.Graph.Engine.Types;

/// <summary>
/// Checks once, at start-up, whether a schema follows the specification. All problems are reported together.
/// </summary>
/// <remarks>Specification: chapter 3, the parts "Type Validation" of each kind of type.</remarks>
public sealed partial class SchemaValidator
{
    private readonly List<string> _problems = [];
    private readonly Schema _schema;

    private SchemaValidator(Schema schema) => _schema = schema;

    /// <summary>Returns one sentence per problem; empty if the schema is valid.</summary>
    public static IReadOnlyList<string> Validate(Schema schema)
    {
        var validator = new SchemaValidator(schema);
        validator.ValidateRootTypes();
        validator.ValidateDirectives();
        foreach (var type in schema.Types)
        {
            validator.ValidateType(type);
        }

        validator.ValidateInputObjectCycles();
        validator.ValidateDefaultValueCycles();
        return validator._problems;
    }

    private void Report(string problem) => _problems.Add(problem);

    private void ValidateRootTypes()
    {
        var roots = new List<(ObjectType Type, string Operation)> { (_schema.Query, "query") };
        if (_schema.Mutation is { } mutation)
        {
            roots.Add((mutation, "mutation"));
        }

        if (_schema.Subscription is { } subscription)
        {
            roots.Add((subscription, "subscription"));
        }

        foreach (var group in roots.GroupBy(r => r.Type))
        {
            var operations = group.Select(r => r.Operation).ToList();
            if (operations.Count > 1)
            {
                var list = operations.Count == 2
                    ? $"{operations[0]} and {operations[1]}"
                    : $"{operations[0]}, {operations[1]}, and {operations[2]}";
                Report($"All root types must be different, \"{group.Key}\" type is used as {list} root types.");
            }
        }
    }

    private void ValidateDirectives()
    {
        foreach (var directive in _schema.Directives)
        {
            ValidateName(directive.Name);
            if (directive.Locations.Count == 0)
            {
                Report($"Directive @{directive.Name} must include 1 or more locations.");
            }

            ValidateArguments(directive.Arguments, $"@{directive.Name}");
        }
    }

    private void ValidateType(NamedType type)
    {
        if (!Introspection.IsReserved(type.Name) || !IsIntrospectionType(type))
        {
            ValidateName(type.Name);
        }

        switch (type)
        {
            case FieldsType withFields:
                ValidateFields(withFields);
                ValidateInterfaces(withFields);
                break;
            case UnionType union:
                ValidateUnion(union);
                break;
            case EnumType choice:
                ValidateEnum(choice);
                break;
            case InputObjectType input:
                ValidateInputObject(input);
                break;
        }
    }

    private static bool IsIntrospectionType(NamedType type) => type.Name is "__Schema" or "__Type" or "__TypeKind"
        or "__Field" or "__InputValue" or "__EnumValue" or "__Directive" or "__DirectiveLocation";

    private void ValidateName(string name)
    {
        if (Introspection.IsReserved(name))
        {
            Report($"Name \"{name}\" must not begin with \"__\", which is reserved by GraphQL introspection.");
        }
        else if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            Report($"Name \"{name}\" must consist of letters, digits and \"_\", and not begin with a digit.");
        }
    }

    private void ValidateFields(FieldsType type)
    {
        if (type.Fields.Count == 0)
        {
            Report($"Type {type} must define one or more fields.");
        }

        ValidateUnique(type.Fields.Select(f => f.Name), $"Type {type}", "field");
        foreach (var field in type.Fields)
        {
            ValidateName(field.Name);
            ValidateIsKnown(field.Type, $"{type}.{field.Name}");
            if (!field.Type.IsOutput)
            {
                Report($"The type of {type}.{field.Name} must be Output Type but got: {field.Type}.");
            }

            ValidateArguments(field.Arguments, $"{type}.{field.Name}");
        }
    }

    private void ValidateArguments(IReadOnlyList<InputValueDefinition> arguments, string owner)
    {
        ValidateUnique(arguments.Select(a => a.Name), owner, "argument");
        foreach (var argument in arguments)
        {
            ValidateInputValue(argument, $"{owner}({argument.Name}:)", "argument");
        }
    }

    private void ValidateInputValue(InputValueDefinition input, string coordinate, string kind)
    {
        ValidateName(input.Name);
        ValidateIsKnown(input.Type, coordinate);
        if (!input.Type.IsInput)
        {
            Report($"The type of {coordinate} must be Input Type but got: {input.Type}.");
        }

        if (input is { IsRequired: true, DeprecationReason: not null })
        {
            Report($"Required {kind} {coordinate} cannot be deprecated.");
        }

        if (input.DefaultValue is { } value && input.Type.IsInput)
        {
            InputLiterals.Validate(value, input.Type, (message, _, _) =>
                Report($"{coordinate} has invalid default value: {message}"));
        }
    }

    private void ValidateUnion(UnionType union)
    {
        if (union.Types.Count == 0)
        {
            Report($"Union type {union} must define one or more member types.");
        }

        foreach (var member in union.Types.GroupBy(t => t.Name))
        {
            ValidateIsKnown(member.First(), union.Name);
            foreach (var repeated in member.Skip(1))
            {
                Report($"Union type {union} can only include type {repeated} once.");
            }
        }
    }

    private void ValidateEnum(EnumType type)
    {
        if (type.Values.Count == 0)
        {
            Report($"Enum type {type} must define one or more values.");
        }

        foreach (var value in type.Values)
        {
            ValidateName(value.Name);
            if (value.Name is "true" or "false" or "null")
            {
                Report($"Enum type {type} cannot include value: {value.Name}.");
            }
        }
    }

    private void ValidateInputObject(InputObjectType type)
    {
        if (type.Fields.Count == 0)
        {
            Report($"Input Object type {type} must define one or more fields.");
        }

        ValidateUnique(type.Fields.Select(f => f.Name), $"Input Object type {type}", "field");
        foreach (var field in type.Fields)
        {
            ValidateInputValue(field, $"{type}.{field.Name}", "input field");
            if (type.IsOneOf && field.Type is NonNullType)
            {
                Report($"OneOf input field {type}.{field.Name} must be nullable.");
            }

            if (type.IsOneOf && field.DefaultValue is not null)
            {
                Report($"OneOf input field {type}.{field.Name} cannot have a default value.");
            }
        }
    }

    private void ValidateUnique(IEnumerable<string> names, string owner, string kind)
    {
        foreach (var name in names.CountBy(n => n).Where(n => n.Value > 1))
        {
            Report($"{owner} can only include {kind} {name.Key} once.");
        }
    }

    /// <summary>Reports a type that is not the schema's own object: another object of the same name would never equal it.</summary>
    private void ValidateIsKnown(GraphQLType type, string coordinate)
    {
        if (!ReferenceEquals(_schema.Type(type.Named.Name), type.Named))
        {
            Report($"{coordinate} refers to type {type.Named}, which the schema does not include.");
        }
    }
}
