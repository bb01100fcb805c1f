using System.Collections;
using System.Globalization;
using System.Reflection;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types.Resolvers;

/// <summary>Converts coerced input values to the C# types of resolvers.</summary>
internal static class InputBinder
{
    /// <summary>The constructor that creates an input: the one with the most parameters.</summary>
    public static ConstructorInfo Constructor(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(c => c.GetParameters() is not [var only] || only.ParameterType != type)
            .MaxBy(c => c.GetParameters().Length)!;

    /// <summary>The type inside an <see cref="Optional{T}"/>; null for any other type.</summary>
    public static Type? OptionalOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>A parameter's default as a literal; null if it has none or the schema does not need it.</summary>
    public static ValueNode? Default(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<DefaultValueSyntaxAttribute>() is { } syntax)
        {
            return Parser.ParseValue(syntax.Syntax);
        }

        return !parameter.HasDefaultValue || parameter.ParameterType.IsGenericType ? null : parameter.DefaultValue switch
        {
            null => null,
            bool value => new BooleanValueNode(value),
            int value => new IntValueNode(value.ToString(CultureInfo.InvariantCulture)),
            string value => new StringValueNode(value, block: false),
            Enum value => new EnumValueNode(value.SchemaName()),
            var other => throw new SchemaException([$"The default {other} of {parameter.Member.DeclaringType}.{parameter.Member.Name} cannot be written as a literal. Use [DefaultValueSyntax]."]),
        };
    }

    /// <summary>Converts a value to the C# type.</summary>
    /// <param name="value">Coerced: null, a scalar, an enum, an <c>object?[]</c> or an <see cref="ArgumentValues"/>.</param>
    /// <param name="type">The C# type.</param>
    public static object? Bind(object? value, Type type)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        switch (value)
        {
            case null:
                return null;
            case object?[] list:
                var element = type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0];
                var result = (IList)Array.CreateInstance(element, list.Length);
                for (var i = 0; i < list.Length; i++)
                {
                    result[i] = Bind(list[i], element);
                }

                return result;
            case ArgumentValues fields:
                return BindObject(fields, type);
            default:
                return value;
        }
    }

    private static object BindObject(ArgumentValues fields, Type type)
    {
        var constructor = Constructor(type);
        var parameters = constructor.GetParameters();
        var values = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = NamingConventions.CamelCase(parameters[i].Name!);
            var target = parameters[i].ParameterType;
            if (OptionalOf(target) is { } inner)
            {
                values[i] = Activator.CreateInstance(target, Bind(fields[name], inner) ?? Zero(inner), fields.Has(name));
            }
            else
            {
                values[i] = Bind(fields[name], target) ?? (fields.Has(name) || !parameters[i].HasDefaultValue ? Zero(target) : parameters[i].DefaultValue ?? Zero(target));
            }
        }

        return constructor.Invoke(values);
    }

    private static object? Zero(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;
}
