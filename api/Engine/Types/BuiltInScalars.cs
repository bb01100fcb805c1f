namespace Integration.Graph.Engine.Types;

/// <summary>The scalars that the specification defines.</summary>
/// <remarks>Specification: 3.5 Scalars, "Built-in Scalars". The instances are stateless and shared by all schemas.</remarks>
public static class BuiltInScalars
{
    /// <summary><c>Int</c>: a 32-bit signed integer; <see cref="int"/> in C#.</summary>
    public static ScalarType Int { get; } = new IntType();

    /// <summary><c>Float</c>: a finite double; <see cref="double"/> in C#.</summary>
    public static ScalarType Float { get; } = new FloatType();

    /// <summary><c>String</c>: <see cref="string"/> in C#.</summary>
    public static ScalarType String { get; } = new StringType();

    /// <summary><c>Boolean</c>: <see cref="bool"/> in C#.</summary>
    public static ScalarType Boolean { get; } = new BooleanType();

    /// <summary><c>ID</c>: opaque text, given as string or integer; <see cref="string"/> in C#.</summary>
    public static ScalarType Id { get; } = new IdType();

    /// <summary>All built-in scalars.</summary>
    public static IReadOnlyList<ScalarType> All { get; } = [String, Int, Float, Boolean, Id];

    /// <summary>Whether a type is a built-in scalar, as opposed to defined by the schema.</summary>
    public static bool IsBuiltIn(NamedType type) => type.Name is "Int" or "Float" or "String" or "Boolean" or "ID";
}
