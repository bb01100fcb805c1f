using System.Globalization;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>A field's part of the cost of an operation, and its directives in the printed schema.</summary>
/// <remarks>Source: IBM's GraphQL Cost Directives specification; HotChocolate's defaults.</remarks>
/// <param name="Weight">Weight of the field itself: 10 if it queries the database, otherwise 0.</param>
/// <param name="AssumedSize">Assumed size of a list whose size no argument sets; null if the field is not such a list.</param>
internal sealed record FieldCost(double Weight, int? AssumedSize)
{
    /// <summary>Weight of a field that queries the database.</summary>
    public const double Fetching = 10;

    /// <summary>Assumed size of a list that declares no other.</summary>
    public const int DefaultAssumedSize = 10;

    /// <summary>The arguments that set the size of a connection's page.</summary>
    public static IReadOnlyList<string> SlicingArguments { get; } = ["first", "last"];

    /// <summary>The fields of a connection that have the size of the page.</summary>
    public static IReadOnlyList<string> SizedFields { get; } = ["edges", "nodes"];

    /// <summary>Definitions of <c>@cost</c> and <c>@listSize</c>.</summary>
    public static IReadOnlyList<DirectiveDefinition> Directives { get; } =
    [
        new("cost")
        {
            Description = "The weight of the field in the cost of an operation; 0 without this directive. Each returned object adds 1.",
            Arguments = [new("weight", new NonNullType(BuiltInScalars.String)) { Description = "The weight, a number." }],
            Locations = ["FIELD_DEFINITION"],
        },
        new("listSize")
        {
            Description = "The number of objects in a list that the cost calculation assumes.",
            Arguments =
            [
                new("assumedSize", BuiltInScalars.Int) { Description = "The assumed number of objects if no slicing argument is given." },
                new("slicingArguments", new ListType(new NonNullType(BuiltInScalars.String))) { Description = "The arguments that set the number of objects." },
                new("sizedFields", new ListType(new NonNullType(BuiltInScalars.String))) { Description = "The fields of the returned object that contain this number of objects." },
                new("requireOneSlicingArgument", new NonNullType(BuiltInScalars.Boolean))
                {
                    Description = "Whether exactly one of the slicing arguments is required.",
                    DefaultValue = new BooleanValueNode(true),
                },
            ],
            Locations = ["FIELD_DEFINITION"],
        },
    ];

    /// <summary>The cost of a field, derived from its binding and type.</summary>
    public static FieldCost Of(FieldDefinition field)
    {
        var fetches = field.Binding is MethodBinding or QueryBinding or NodeBinding or RefBinding or ChildrenBinding { Paged: true };
        var isList = field.Type.Nullable is ListType && field.Type.Named is FieldsType or UnionType;
        return new FieldCost(fetches ? Fetching : 0, isList ? field.AssumedSize ?? DefaultAssumedSize : null);
    }

    /// <summary>The cost directives of the field in the printed schema.</summary>
    public IEnumerable<AppliedDirective> Applied(FieldDefinition field)
    {
        if (Weight != 0)
        {
            yield return new AppliedDirective("cost", [("weight", new StringValueNode(Weight.ToString(CultureInfo.InvariantCulture), block: false))]);
        }

        if (field.Paging is { } paging)
        {
            yield return new AppliedDirective("listSize",
            [
                ("assumedSize", Number(paging.Default)),
                ("slicingArguments", Texts(SlicingArguments)),
                ("sizedFields", Texts(SizedFields)),
                ("requireOneSlicingArgument", new BooleanValueNode(false)),
            ]);
        }
        else if (AssumedSize is { } size && !field.IsSizedByParent)
        {
            yield return new AppliedDirective("listSize", [("assumedSize", Number(size))]);
        }
    }

    private static IntValueNode Number(int value) => new(value.ToString(CultureInfo.InvariantCulture));

    private static ListValueNode Texts(IReadOnlyList<string> values) => new([.. values.Select(v => new StringValueNode(v, block: false))]);
}
