using System.Collections;
using System.Globalization;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Tests.Support;

/// <summary>How stub fields resolve their values.</summary>
internal enum StubKind
{
    /// <summary>The field reads every value synchronously while the response is written.</summary>
    Pure,

    /// <summary>A method returns every value synchronously.</summary>
    Method,

    /// <summary>A mixture: fields that read, methods that return synchronously, and methods that wait.</summary>
    Mixed,
}

/// <summary>
/// Adds resolvers to a schema. They derive every value, null and error from the path of the field, exactly like
/// <c>Oracle/stubs.mjs</c>, which explains the field names.
/// </summary>
internal static class StubResolvers
{
    private static readonly string[] Ways = ["some", "none", "fail", "wrong", "holes"];

    public static void Attach(Schema schema, StubKind kind)
    {
        var types = schema.Types.Where(t => Introspection.IsReserved(t.Name)).ToDictionary(t => t.Name);
        IntrospectionBindings.Attach(types);
        foreach (var field in schema.Types.OfType<ObjectType>().Where(t => !Introspection.IsReserved(t.Name)).SelectMany(t => t.Fields))
        {
            var way = kind == StubKind.Mixed ? Hash(field.Coordinate) % 3 : (uint)kind;
            field.Binding = way switch
            {
                0 => new PureBinding((source, arguments, context) => Resolve(field, source, arguments, context)),
                1 => new MethodBinding((source, arguments, context) => new ValueTask<object?>(Resolve(field, source, arguments, context))),
                _ => new MethodBinding(async (source, arguments, context) =>
                {
                    await Task.Yield();
                    return Resolve(field, source, arguments, context);
                }),
            };
        }
    }

    public static uint Hash(string text)
    {
        var h = 0x811c9dc5;
        foreach (var c in text)
        {
            h = (h ^ c) * 0x01000193;
        }

        h = (h ^ (h >> 16)) * 0x85ebca6b;
        h = (h ^ (h >> 13)) * 0xc2b2ae35;
        return h ^ (h >> 16);
    }

    /// <summary>Formats coerced values as text: absent fields are absent, numbers are exact, names are sorted.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text.Length.ToString(CultureInfo.InvariantCulture) + text,
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number when double.IsInteger(number) && Math.Abs(number) < 1L << 53 =>
            ((long)number).ToString(CultureInfo.InvariantCulture),
        double number => BitConverter.DoubleToUInt64Bits(number).ToString("x", CultureInfo.InvariantCulture),
        ArgumentValues fields => Record(fields.Present),
        IReadOnlyDictionary<string, object?> fields => Record(fields),
        IEnumerable list => $"[{string.Join(',', list.Cast<object?>().Select(Text))}]",
        _ => throw new InvalidOperationException($"{value.GetType()} is not a coerced value."),
    };

    private static string Record(IEnumerable<KeyValuePair<string, object?>> fields) =>
        $"{{{string.Join(',', fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}:{Text(f.Value)}"))}}}";

    private static object? Resolve(FieldDefinition field, object? source, ArgumentValues arguments, RequestContext context)
    {
        context.Service<StubCalls>().Add(source is Stub ? "." : field.Name);
        var parent = source is Stub stub ? stub.Hash : Hash(field.DeclaringType.Name);
        var place = Hash(string.Create(CultureInfo.InvariantCulture, $"{parent}/{field.Name}{Record(arguments.Present)}"));
        var way = Array.Find(Ways, w => field.Name.StartsWith(w, StringComparison.Ordinal));
        return way == "fail" || (way is null && place % 100 < 3)
            ? throw new GraphQLException("Thrown by a stub.")
            : way == "none" ? null : Make(field.Type, place, context.View.Schema, way);
    }

    private static object? Make(GraphQLType type, uint place, Schema schema, string? way) =>
        way is null && place % 100 < (type is NonNullType ? 5 : 12) ? null : MakeValue(type.Nullable, Next(place), schema, way);

    private static object MakeValue(GraphQLType type, uint place, Schema schema, string? way)
    {
        if (type is ListType list)
        {
            bool IsHole(int i) => way == "holes" && i == 1 && list.OfType.Nullable is not ListType;

            // Lazy on purpose: a resolver may return a sequence that is generated during enumeration.
            return Enumerable.Range(0, way is null ? (int)(place % 4) : 3).Select(i => IsHole(i)
                ? null
                : Make(list.OfType, Hash(string.Create(CultureInfo.InvariantCulture, $"{place}/{i}")), schema, way));
        }

        var isWrong = way is null ? place % 40 == 0 : way == "wrong";
        return type switch
        {
            EnumType choice => isWrong ? "NO_SUCH_VALUE" : choice.Values[(int)(place % choice.Values.Count)].Name,
            ScalarType scalar => isWrong ? WrongLeaf(scalar.Name, place) : Leaf(scalar.Name, place),
            ObjectType => new Stub(place),
            _ => new TypedValue(isWrong ? schema.Query : Possible((NamedType)type, place, schema), new Stub(place)),
        };
    }

    private static ObjectType Possible(NamedType type, uint place, Schema schema)
    {
        var possible = schema.PossibleTypes(schema.Type(type.Name)!);
        return possible.OrderBy(t => t.Name, StringComparer.Ordinal).ElementAt((int)(place % possible.Count));
    }

    private static object Leaf(string scalar, uint place) => scalar switch
    {
        "Int" => (int)(place % 2001) - 1000,
        "Float" => ((int)(place % 20001) - 10000) / 8.0,
        "Boolean" => place % 2 == 0,
        "ID" => place % 2 == 0 ? place : string.Create(CultureInfo.InvariantCulture, $"id{place}"),
        _ => (place % 3) switch
        {
            0 => "",
            1 => "blåbær 😀 \"\\\n\u0001",
            _ => string.Create(CultureInfo.InvariantCulture, $"text {place}"),
        },
    };

    /// <summary>A value that the scalar cannot represent. A scalar without code accepts everything.</summary>
    private static object WrongLeaf(string scalar, uint place) => scalar switch
    {
        "Int" => place % 80 == 0 ? 2147483648 : "x",
        "Float" => place % 80 == 0 ? double.NaN : "x",
        "Boolean" => "x",
        "ID" => 1.5,
        "String" => new object(),
        _ => place,
    };

    private static uint Next(uint place) => Hash(place.ToString(CultureInfo.InvariantCulture));

    private sealed record Stub(uint Hash);
}

/// <summary>Records the order of calls: root fields by name, and a dot for calls below them.</summary>
internal sealed class StubCalls : IServiceProvider
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];

    public string Text => string.Join(' ', _calls);

    public void Add(string call)
    {
        lock (_lock)
        {
            if (call != "." || _calls is not [.., "."])
            {
                _calls.Add(call);
            }
        }
    }

    public object? GetService(Type serviceType) => serviceType == typeof(StubCalls) ? this : null;
}
