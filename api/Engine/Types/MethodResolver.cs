using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.Types;

public sealed partial class SchemaBuilder
{
    /// <summary>
    /// Calls a static method as a resolver. Parameters that are scalars, enums, lists of them, inputs and query parameters are
    /// arguments. Every other parameter is a service of the request.
    /// </summary>
    private sealed class MethodResolver
    {
        private readonly MethodInfo _method;

        /// <summary>The result property of a finished task; null for synchronous methods.</summary>
        private readonly PropertyInfo? _result;

        // Compiled at the first call: a service has hundreds of fields, and the start should be short.
        private readonly Lazy<Call> _call;

        public MethodResolver(MethodInfo method, SchemaBuilder builder)
        {
            _method = method;
            _result = typeof(Task).IsAssignableFrom(method.ReturnType) ? method.ReturnType.GetProperty("Result") : null;
            var arguments = new List<InputValueDefinition>();
            var parameters = Array.ConvertAll(method.GetParameters(), p => p.IsDefined(typeof(ParentAttribute)) ? null : Read(p, builder, arguments));
            _call = new Lazy<Call>(() => Compile(method, parameters));
            Arguments = arguments;
        }

        /// <summary>Calls the method with the values of its parameters, or reads the value of one parameter.</summary>
        private delegate object? Call(object? parent, ArgumentValues arguments, RequestContext? context, IServiceProvider services);

        public IReadOnlyList<InputValueDefinition> Arguments { get; }

        public IQueryable MakeQuery(ArgumentValues arguments, IServiceProvider services) =>
            (IQueryable)_call.Value(null, arguments, null, services)!;

        public object? Invoke(object parent, ArgumentValues arguments, RequestContext context) => _call.Value(parent, arguments, context, context.Services);

        public async ValueTask<object?> InvokeAsync(object? parent, ArgumentValues arguments, RequestContext context)
        {
            var task = Invoke(parent!, arguments, context) as Task
                ?? throw new InvalidOperationException($"{_method.DeclaringType}.{_method.Name} must return a Task<T>.");
            await task;
            return _result!.GetValue(task);
        }

        private static object ValueOf<T>(RequestContext context)
            where T : IRequestValue<T> => T.Of(context);

        private static Call Read(ParameterInfo parameter, SchemaBuilder builder, List<InputValueDefinition> arguments)
        {
            var type = parameter.ParameterType;
            if (type == typeof(CancellationToken))
            {
                return (_, _, context, _) => context!.Cancellation;
            }

            if (type == typeof(RequestContext))
            {
                return (_, _, context, _) => context;
            }

            if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestValue<>)))
            {
                var of = typeof(MethodResolver).GetMethod(nameof(ValueOf), BindingFlags.NonPublic | BindingFlags.Static)!
                    .MakeGenericMethod(type).CreateDelegate<Func<RequestContext, object>>();
                return (_, _, context, _) => of(context!);
            }

            var name = parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? parameter.Name!;
            var nullability = Nullable(c => c.Create(parameter));
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(QueryParameter<>))
            {
                var value = type.GetGenericArguments()[0];
                arguments.Add(Argument(name, builder.Input(value, nullability.GenericTypeArguments[0], IdOf(parameter)), parameter));
                return (_, given, _, _) => QueryParameterOf(value, name, given[name] is not null);
            }

            if (IsArgument(type))
            {
                arguments.Add(Argument(name, builder.Input(type, nullability, IdOf(parameter)), parameter));
                return (_, given, _, _) => InputBinder.Bind(given[name], type);
            }

            return (_, _, _, services) => services.GetRequiredService(type);
        }

        private static InputValueDefinition Argument(string name, GraphQLType type, ParameterInfo parameter) => new(name, type)
        {
            // The description of the input object also describes the argument.
            Description = XmlDocumentation.Of(parameter) ?? (type.Named as InputObjectType)?.Description,
            DefaultValue = InputBinder.Default(parameter),
            Id = IdOf(parameter),
        };

        private static bool IsArgument(Type type)
        {
            type = System.Nullable.GetUnderlyingType(type) ?? type;
            return type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(DateOnly) || type == typeof(DateTime)
                || type.Name.EndsWith("Input", StringComparison.Ordinal)
                || (ElementOf(type) is { } element && IsArgument(element));
        }

        private static object QueryParameterOf(Type value, string name, bool isPresent)
        {
            var read = typeof(MethodResolver).GetMethod(nameof(ReadArgument), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(value).Invoke(null, [name])!;
            return Activator.CreateInstance(typeof(QueryParameter<>).MakeGenericType(value), read, isPresent)!;
        }

        private static Func<RowArguments, T> ReadArgument<T>(string name) => run => (T)InputBinder.Bind(run.Arguments[name], typeof(T))!;

        /// <summary>Compiles one delegate for the whole call. A field that only reads its parent allocates nothing.</summary>
        /// <param name="method">The method.</param>
        /// <param name="parameters">Reads each parameter's value; null for the parent itself.</param>
        private static Call Compile(MethodInfo method, Call?[] parameters)
        {
            ParameterExpression[] given =
            [
                Expression.Parameter(typeof(object)), Expression.Parameter(typeof(ArgumentValues)),
                Expression.Parameter(typeof(RequestContext)), Expression.Parameter(typeof(IServiceProvider)),
            ];
            var values = method.GetParameters().Select((p, i) => Expression.Convert(
                parameters[i] is { } read ? Expression.Invoke(Expression.Constant(read), given) : given[0], p.ParameterType));
            return Expression.Lambda<Call>(Expression.Convert(Expression.Call(method, values), typeof(object)), given).Compile();
        }
    }
}
