using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>The directives that the specification requires of every service.</summary>
/// <remarks>Specification: 3.13 Directives, "Built-in Directives".</remarks>
public static class BuiltInDirectives
{
    /// <summary>Reason of <c>@deprecated</c> if the argument is absent.</summary>
    public const string DefaultDeprecationReason = "No longer supported";

    /// <summary><c>@include(if:)</c>.</summary>
    public static DirectiveDefinition Include { get; } = new("include")
    {
        Description = "Directs the executor to include this field or fragment only when the `if` argument is true.",
        Locations = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        Arguments = [Required("if", BuiltInScalars.Boolean, "Included when true.")],
    };

    /// <summary><c>@skip(if:)</c>.</summary>
    public static DirectiveDefinition Skip { get; } = new("skip")
    {
        Description = "Directs the executor to skip this field or fragment when the `if` argument is true.",
        Locations = ["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"],
        Arguments = [Required("if", BuiltInScalars.Boolean, "Skipped when true.")],
    };

    /// <summary><c>@deprecated(reason:)</c>.</summary>
    public static DirectiveDefinition Deprecated { get; } = new("deprecated")
    {
        Description = "Marks an element of a GraphQL schema as no longer supported.",
        Locations =
        [
            "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE", "DIRECTIVE_DEFINITION",
        ],
        Arguments =
        [
            new("reason", new NonNullType(BuiltInScalars.String))
            {
                Description = "Explains why this element was deprecated, usually also including a suggestion for how to access supported similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",
                DefaultValue = new StringValueNode(DefaultDeprecationReason, block: false),
            },
        ],
    };

    /// <summary><c>@specifiedBy(url:)</c>.</summary>
    public static DirectiveDefinition SpecifiedBy { get; } = new("specifiedBy")
    {
        Description = "Exposes a URL that specifies the behavior of this scalar.",
        Locations = ["SCALAR"],
        Arguments = [Required("url", BuiltInScalars.String, "The URL that specifies the behavior of this scalar.")],
    };

    /// <summary><c>@oneOf</c>.</summary>
    public static DirectiveDefinition OneOf { get; } = new("oneOf")
    {
        Description = "Indicates exactly one field must be supplied and this field must not be `null`.",
        Locations = ["INPUT_OBJECT"],
    };

    /// <summary>All built-in directives.</summary>
    public static IReadOnlyList<DirectiveDefinition> All { get; } = [Include, Skip, Deprecated, SpecifiedBy, OneOf];

    /// <summary>Whether a directive is built in, as opposed to defined by the schema.</summary>
    public static bool IsBuiltIn(DirectiveDefinition directive) =>
        directive.Name is "include" or "skip" or "deprecated" or "specifiedBy" or "oneOf";

    private static InputValueDefinition Required(string name, ScalarType type, string description) =>
        new(name, new NonNullType(type)) { Description = description };
}
