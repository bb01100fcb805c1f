using System.Text;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>
/// Prints a schema in the schema definition language, in the layout of the reference implementation. Omits the parts that
/// every service has: built-in scalars, built-in directives and introspection.
/// </summary>
public sealed class SchemaPrinter
{
    private readonly StringBuilder _text = new();

    private SchemaPrinter()
    {
    }

    /// <summary>Prints the whole schema, without a trailing line break.</summary>
    public static string Print(Schema schema)
    {
        var printer = new SchemaPrinter();
        printer.WriteSchema(schema);
        foreach (var directive in schema.Directives.Where(d => !BuiltInDirectives.IsBuiltIn(d)))
        {
            printer.WriteDirective(directive);
        }

        foreach (var type in schema.Types.Where(t => !BuiltInScalars.IsBuiltIn(t) && !Introspection.IsReserved(t.Name)))
        {
            printer.WriteType(type);
        }

        return printer._text.ToString();
    }

    /// <summary>Prints one type, without a trailing line break.</summary>
    public static string Print(NamedType type)
    {
        var printer = new SchemaPrinter();
        printer.WriteType(type);
        return printer._text.ToString();
    }

    private void WriteSchema(Schema schema)
    {
        var usesDefaultNames = ReferenceEquals(schema.Query, schema.Type("Query"))
            && ReferenceEquals(schema.Mutation, schema.Type("Mutation"))
            && ReferenceEquals(schema.Subscription, schema.Type("Subscription"));
        if (schema.Description is null && usesDefaultNames)
        {
            return;
        }

        BeginDefinition(schema.Description);
        _text.Append("schema {\n  query: ").Append(schema.Query.Name).Append('\n');
        if (schema.Mutation is not null)
        {
            _text.Append("  mutation: ").Append(schema.Mutation.Name).Append('\n');
        }

        if (schema.Subscription is not null)
        {
            _text.Append("  subscription: ").Append(schema.Subscription.Name).Append('\n');
        }

        _text.Append('}');
    }

    private void WriteDirective(DirectiveDefinition directive)
    {
        BeginDefinition(directive.Description);
        _text.Append("directive @").Append(directive.Name);
        WriteArguments(directive.Arguments, "");
        WriteDeprecated(directive.DeprecationReason);
        _text.Append(directive.IsRepeatable ? " repeatable on " : " on ").AppendJoin(" | ", directive.Locations);
    }

    private void WriteType(NamedType type)
    {
        BeginDefinition(type.Description);
        _text.Append(type switch
        {
            ScalarType => "scalar ",
            ObjectType => "type ",
            InterfaceType => "interface ",
            UnionType => "union ",
            EnumType => "enum ",
            _ => "input ",
        }).Append(type.Name);
        switch (type)
        {
            case ScalarType scalar:
                if (scalar.SpecifiedBy is { } url)
                {
                    WriteApplied("specifiedBy", [("url", new StringValueNode(url, block: false))]);
                }

                WriteApplied(type.AppliedDirectives);
                break;
            case FieldsType withFields:
                WriteFieldsType(withFields);
                break;
            case UnionType union:
                WriteApplied(type.AppliedDirectives);
                _text.Append(union.Types.Count > 0 ? " = " : "").AppendJoin(" | ", union.Types);
                break;
            case EnumType choice:
                WriteApplied(type.AppliedDirectives);
                WriteBlock(choice.Values, v => v.Description, WriteEnumValue);
                break;
            case InputObjectType input:
                _text.Append(input.IsOneOf ? " @oneOf" : "");
                WriteApplied(type.AppliedDirectives);
                WriteBlock(input.Fields, f => f.Description, WriteInputValue);
                break;
        }
    }

    private void WriteFieldsType(FieldsType type)
    {
        _text.Append(type.Interfaces.Count > 0 ? " implements " : "").AppendJoin(" & ", type.Interfaces);
        WriteApplied(type.AppliedDirectives);
        WriteBlock(type.Fields, f => f.Description, WriteField);
    }

    private void WriteField(FieldDefinition field)
    {
        _text.Append(field.Name);
        WriteArguments(field.Arguments, "  ");
        _text.Append(": ").Append(field.Type);
        WriteDeprecated(field.DeprecationReason);
        WriteApplied(field.AppliedDirectives);
    }

    private void WriteEnumValue(EnumValueDefinition value)
    {
        _text.Append(value.Name);
        WriteDeprecated(value.DeprecationReason);
    }

    private void WriteInputValue(InputValueDefinition input)
    {
        _text.Append(input.Name).Append(": ").Append(input.Type);
        if (input.DefaultValue is { } value)
        {
            _text.Append(" = ").Append(Printer.Print(value));
        }

        WriteDeprecated(input.DeprecationReason);
        WriteApplied(input.AppliedDirectives);
    }

    /// <summary>Writes the arguments on one line, unless one of them has a description.</summary>
    private void WriteArguments(IReadOnlyList<InputValueDefinition> arguments, string indent)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        var described = arguments.Any(a => a.Description is not null);
        _text.Append(described ? "(\n" : "(");
        for (var i = 0; i < arguments.Count; i++)
        {
            if (described)
            {
                _text.Append(i > 0 ? "\n" : "");
                WriteDescription(arguments[i].Description, indent + "  ", isFirst: i == 0);
                _text.Append(indent).Append("  ");
            }
            else
            {
                _text.Append(i > 0 ? ", " : "");
            }

            WriteInputValue(arguments[i]);
        }

        _text.Append(described ? $"\n{indent})" : ")");
    }

    private void WriteBlock<T>(IReadOnlyList<T> members, Func<T, string?> description, Action<T> write)
    {
        if (members.Count == 0)
        {
            return;
        }

        _text.Append(" {\n");
        for (var i = 0; i < members.Count; i++)
        {
            WriteDescription(description(members[i]), "  ", isFirst: i == 0);
            _text.Append("  ");
            write(members[i]);
            _text.Append('\n');
        }

        _text.Append('}');
    }

    private void BeginDefinition(string? description)
    {
        _text.Append(_text.Length > 0 ? "\n\n" : "");
        WriteDescription(description, "", isFirst: true);
    }

    private void WriteDescription(string? description, string indent, bool isFirst)
    {
        if (description is null)
        {
            return;
        }

        var text = Printer.Print(new StringValueNode(description, BlockString.CanHold(description)));
        _text.Append(isFirst || indent.Length == 0 ? "" : "\n")
            .Append(indent)
            .Append(text.Replace("\n", "\n" + indent, StringComparison.Ordinal))
            .Append('\n');
    }

    private void WriteDeprecated(string? reason)
    {
        if (reason is not null)
        {
            WriteApplied("deprecated", reason == BuiltInDirectives.DefaultDeprecationReason
                ? []
                : [("reason", new StringValueNode(reason, block: false))]);
        }
    }

    private void WriteApplied(IReadOnlyList<AppliedDirective> directives)
    {
        foreach (var directive in directives)
        {
            WriteApplied(directive.Name, directive.Arguments);
        }
    }

    private void WriteApplied(string name, IReadOnlyList<(string Name, ValueNode Value)> arguments)
    {
        _text.Append(" @").Append(name);
        if (arguments.Count > 0)
        {
            _text.Append('(').AppendJoin(", ", arguments.Select(a => $"{a.Name}: {Printer.Print(a.Value)}")).Append(')');
        }
    }
}
