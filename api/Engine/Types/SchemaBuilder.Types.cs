using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Maps C# types to schema types.</summary>
public sealed partial class SchemaBuilder
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Reads nullability inside a lock, because the framework's nullability context is not thread-safe.</summary>
    private static NullabilityInfo Nullable(Func<NullabilityInfoContext, NullabilityInfo> read)
    {
        lock (Nullability)
        {
            return read(Nullability);
        }
    }

    private GraphQLType Output(Type type, NullabilityInfo? nullability, IdOf? id) => Wrap(type, nullability, id, OutputType);

    private GraphQLType Input(Type type, NullabilityInfo? nullability, IdOf? id) => Wrap(type, nullability, id, InputType);

    private static GraphQLType Wrap(Type type, NullabilityInfo? nullability, IdOf? id, Func<Type, NamedType> named)
    {
        var inner = System.Nullable.GetUnderlyingType(type);
        var isNullable = inner is not null || (!type.IsValueType && nullability?.ReadState != NullabilityState.NotNull && nullability?.WriteState != NullabilityState.NotNull);
        type = inner ?? type;
        GraphQLType result;
        if (id is not null && type == typeof(long))
        {
            result = BuiltInScalars.Id;
        }
        else if (ElementOf(type) is { } element)
        {
            var elementInfo = nullability?.ElementType ?? nullability?.GenericTypeArguments.FirstOrDefault();
            result = new ListType(Wrap(element, elementInfo, id, named));
        }
        else
        {
            result = named(type);
        }

        return isNullable ? result : new NonNullType(result);
    }

    private static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        return type.IsArray
            ? type.GetElementType()
            : type.GetInterfaces().Append(type).First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
    }

    private NamedType OutputType(Type type)
    {
        if (_outputs.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsEnum)
        {
            return EnumOf(type);
        }

        var declaration = _declarations.GetValueOrDefault(type);
        var result = new ObjectType(NameOf(declaration ?? type, NameOf(type, type.Name)))
        {
            Description = (declaration is null ? null : XmlDocumentation.Of(declaration)) ?? XmlDocumentation.Of(type),
            RuntimeType = type,
            IsRow = IsRowType(type),
            RowKey = declaration is null ? null : RowKeyOf(declaration),
        };
        _outputs.Add(type, result);
        Register(result);
        if (declaration?.IsDefined(typeof(NodeAttribute)) == true)
        {
            result.Interfaces = [_node];
        }

        _later.Add(() => result.SetFields([.. declaration is null ? PropertyFields(type) : DeclaredFields(type, declaration)]));
        return result;
    }

    private static Func<string, LambdaExpression[]>? RowKeyOf(Type declaration) => declaration.GetCustomAttribute<RowKeyAttribute>() is { } key
        ? declaration.GetMethod(key.Keys, BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)!.CreateDelegate<Func<string, LambdaExpression[]>>()
        : null;

    private EnumType EnumOf(Type type)
    {
        var values = Enum.GetNames(type).Select(name =>
        {
            var member = type.GetField(name)!;
            return new EnumValueDefinition(NameOf(member, NamingConventions.EnumValue(name)))
            {
                Description = XmlDocumentation.Of(member),
                DeprecationReason = Deprecation(member),
                Value = Enum.Parse(type, name),
            };
        });
        var result = new EnumType(NameOf(type, type.Name), [.. values])
        {
            Description = XmlDocumentation.Of(type),
            RuntimeType = type,
        };
        _outputs.Add(type, result);
        _inputs.Add(type, result);
        Register(result);
        return result;
    }

    private NamedType InputType(Type type)
    {
        if (_inputs.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsEnum)
        {
            return EnumOf(type);
        }

        if (type.IsInterface || type.IsAbstract || type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            throw new SchemaException([$"{type} cannot be an input type."]);
        }

        var result = new InputObjectType(NameOf(type, type.Name)) { Description = XmlDocumentation.Of(type), RuntimeType = type };
        _inputs.Add(type, result);
        Register(result);
        _later.Add(() => result.SetFields([.. InputFields(type)]));
        return result;
    }

    private IEnumerable<InputValueDefinition> InputFields(Type type)
    {
        var constructor = InputBinder.Constructor(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => !p.IsDefined(typeof(GraphQLIgnoreAttribute))))
        {
            var parameter = constructor.GetParameters().FirstOrDefault(p => p.Name == property.Name);
            var nullability = Nullable(c => c.Create(property));
            var clr = property.PropertyType;
            if (InputBinder.OptionalOf(clr) is { } optional)
            {
                clr = optional;
                nullability = nullability.GenericTypeArguments[0];
            }

            var id = IdOf(property) ?? (parameter is null ? null : IdOf(parameter));
            yield return new InputValueDefinition(NameOf(property, NamingConventions.CamelCase(property.Name)), Input(clr, nullability, id))
            {
                Description = XmlDocumentation.Of(property),
                DefaultValue = parameter is null ? null : InputBinder.Default(parameter),
                DeprecationReason = Deprecation(property),
                Id = id,
            };
        }
    }

    private bool IsRowType(Type type) =>
        _declarations.TryGetValue(type, out var declaration)
        && declaration.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(m => MemberType(m) is { } t
            && (typeof(LambdaExpression).IsAssignableFrom(t) || typeof(Computed).IsAssignableFrom(t)));

    private static Type? MemberType(MemberInfo member) => member switch
    {
        PropertyInfo property => property.PropertyType,
        MethodInfo { IsSpecialName: false } method => method.ReturnType,
        _ => null,
    };
}
