using System.Globalization;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>What a field adds to the cost of an operation, and how the printed schema says so.</summary>
/// <remarks>Source: IBM's GraphQL Cost Directives specification; HotChocolate's defaults.</remarks>
/// <param name="Weight">Of the field itself: 10 where it asks the database, otherwise 0.</param>
/// <param name="AssumedSize">Of a list whose length no argument decides; null if it is none.</param>
internal sealed record FieldCost(double Weight, int? AssumedSize)
{
    /// <summary>What a field costs that asks the database.</summary>
    public const double Fetching = 10;

    /// <summary>How many objects a list is taken to hold if nothing says otherwise.</summary>
    public const int DefaultAssumedSize = 10;

    /// <summary>The arguments that decide the size of a connection's page.</summary>
    public static IReadOnlyList<string> SlicingArguments { get; } = ["first", "last"];

    /// <summary>The fields of a connection that have that size.</summary>
    public static IReadOnlyList<string> SizedFields { get; } = ["edges", "nodes"];

    /// <summary><c>@cost</c> and <c>@listSize</c>.</summary>
    public static IReadOnlyList<DirectiveDefinition> Directives { get; } =
    [
        new("cost")
        {
            Description = "What the field itself adds to the cost of an operation. Without it: 0. Each object that is answered adds 1.",
            Arguments = [new("weight", new NonNullType(BuiltInScalars.String)) { Description = "A number." }],
            Locations = ["FIELD_DEFINITION"],
        },
        new("listSize")
        {
            Description = "How many objects a list is taken to hold when the cost of an operation is computed.",
            Arguments =
            [
                new("assumedSize", BuiltInScalars.Int) { Description = "If no argument says how many." },
                new("slicingArguments", new ListType(new NonNullType(BuiltInScalars.String))) { Description = "The arguments that say how many." },
                new("sizedFields", new ListType(new NonNullType(BuiltInScalars.String))) { Description = "The fields of the answered object that hold so many." },
                new("requireOneSlicingArgument", new NonNullType(BuiltInScalars.Boolean))
                {
                    Description = "Whether exactly one of those arguments has to be given.",
                    DefaultValue = new BooleanValueNode(true),
                },
            ],
            Locations = ["FIELD_DEFINITION"],
        },
    ];

    /// <summary>The cost of a field by the way in which its value is found.</summary>
    public static FieldCost Of(FieldDefinition field)
    {
        var fetches = field.Binding is MethodBinding or QueryBinding or NodeBinding or RefBinding or ChildrenBinding { Paged: true };
        var isList = field.Type.Nullable is ListType && field.Type.Named is FieldsType or UnionType;
        return new FieldCost(fetches ? Fetching : 0, isList ? field.AssumedSize ?? DefaultAssumedSize : null);
    }

    /// <summary>The directives that say it in the printed schema.</summary>
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
