using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>Mutations: one input, one payload with the result and the typed errors.</summary>
public sealed partial class SchemaBuilder
{
    private readonly Dictionary<Type, ObjectType> _errors = [];

    private IEnumerable<FieldDefinition> MutationFields(Type declaration) => declaration.GetMethods(Declared)
        .Where(m => !m.IsSpecialName)
        .OrderBy(m => m.MetadataToken)
        .Select(MutationField);

    private FieldDefinition MutationField(MethodInfo method)
    {
        var name = NameOf(method, NamingConventions.Field(method.Name));
        var resolver = new MethodResolver(method, this);
        var title = NamingConventions.PascalCase(name);
        var payload = new ObjectType(title + "Payload") { Description = $"The payload of `{name}`: the result or the errors.", IsGenerated = true };
        Register(payload);
        var declared = method.GetCustomAttributes()
            .Select(a => a.GetType())
            .Where(a => a.IsGenericType && a.GetGenericTypeDefinition() == typeof(ErrorAttribute<>))
            .Select(a => a.GetGenericArguments()[0])
            .ToList();
        var errors = new UnionType(title + "Error")
        {
            Description = $"An error of `{name}`.",
            Types = [.. declared.Select(ErrorType)],
        };
        Register(errors);
        payload.SetFields(
        [
            ResultField(method),
            new FieldDefinition("errors", new ListType(new NonNullType(errors)))
            {
                Description = "Null on success. Otherwise lists every reason for the failure; nothing was changed.",
                Binding = new PureBinding((result, _, _) => ((MutationResult)result).Errors),
            },
        ]);
        return new FieldDefinition(name, new NonNullType(payload))
        {
            Description = XmlDocumentation.Of(method),
            Arguments = resolver.Arguments,
            Binding = new MethodBinding(async (_, arguments, context) =>
            {
                try
                {
                    return new MutationResult(await resolver.InvokeAsync(null, arguments, context), null);
                }
                catch (MutationException error) when (declared.Contains(error.GetType()))
                {
                    return new MutationResult(null, [error]);
                }
                catch (AggregateMutationException several) when (several.Errors.All(e => declared.Contains(e.GetType())))
                {
                    return new MutationResult(null, several.Errors);
                }
            }),
        };
    }

    private FieldDefinition ResultField(MethodInfo method)
    {
        var type = method.ReturnType.GetGenericArguments()[0];
        var name = method.GetCustomAttribute<PayloadFieldAttribute>()?.Name;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Ref<>))
        {
            var entity = type.GetGenericArguments()[0];
            var id = type.GetProperty(nameof(Ref<>.Id))!;
            return new FieldDefinition(name ?? NamingConventions.CamelCase(entity.Name), OutputType(entity))
            {
                Description = "The current state after the change. Null if there are errors or the caller may not see it.",
                Binding = new RefBinding(entity, result => ((MutationResult)result).Value is { } value ? (long)id.GetValue(value)! : null),
            };
        }

        if (name is null)
        {
            throw new SchemaException([$"{method.DeclaringType}.{method.Name} needs a [PayloadField] name for its result."]);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Reading<>))
        {
            return new FieldDefinition(name, Output(type.GetGenericArguments()[0], null, null).Nullable)
            {
                Description = "The current value. Null if there are errors or the caller may no longer see it.",
                Binding = new MethodBinding((result, _, _) => ((MutationResult)result!).Value is IReading reading ? reading.ReadAsync() : default),
            };
        }

        var ofId = IdOf(method);
        var result = ofId is not null ? BuiltInScalars.Id : Output(type, null, null).Nullable;
        return new FieldDefinition(name, result)
        {
            Description = "The result; null if there are errors.",
            Id = ofId,
            Binding = new PureBinding((value, _, _) => ((MutationResult)value).Value),
        };
    }

    private ObjectType ErrorType(Type exception)
    {
        if (_errors.TryGetValue(exception, out var known))
        {
            return known;
        }

        var name = exception.Name.EndsWith("Exception", StringComparison.Ordinal) ? exception.Name[..^"Exception".Length] : exception.Name;
        var result = new ObjectType(name + "Error")
        {
            Description = XmlDocumentation.Of(exception),
            RuntimeType = exception,
            IsGenerated = true,
            Interfaces = [_error],
        };
        _errors.Add(exception, result);
        Register(result);
        var own = exception.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        result.SetFields(
        [
            new FieldDefinition("message", new NonNullType(BuiltInScalars.String))
            {
                Description = "A message for people.",
                Binding = new PureBinding((error, _, _) => ((MutationException)error).Message),
            },
            new FieldDefinition("code", new NonNullType(BuiltInScalars.String))
            {
                Description = "A code for programs.",
                Binding = new PureBinding((error, _, _) => ((MutationException)error).Code),
            },
            .. own.Select(property =>
            {
                var get = Accessor(exception, property);
                return new FieldDefinition(NamingConventions.CamelCase(property.Name), Output(property.PropertyType, Nullable(c => c.Create(property)), null))
                {
                    Description = XmlDocumentation.Of(property),
                    Binding = new PureBinding((error, _, _) => get(error)),
                };
            }),
        ]);
        return result;
    }
}
