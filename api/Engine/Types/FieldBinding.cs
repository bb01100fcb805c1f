using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Types;

/// <summary>How the value of a field is resolved. Each kind has its own path through planning and execution.</summary>
internal abstract record FieldBinding;

/// <summary>A value that the parent object already holds. Resolving it does not wait and has no side effects.</summary>
internal sealed record PureBinding(Func<object, ArgumentValues, RequestContext, object?> Get) : FieldBinding;

/// <summary>The result of a method, which can be asynchronous.</summary>
internal sealed record MethodBinding(Func<object?, ArgumentValues, RequestContext, ValueTask<object?>> Invoke) : FieldBinding;

/// <summary>A column of the parent's row, or an expression that the database computes from it.</summary>
/// <param name="Value">Returns the expression for a view; some fields have different expressions for different roles.</param>
/// <param name="Convert">Converts the value that was read; null if no conversion is needed.</param>
internal sealed record ColumnBinding(Func<string, LambdaExpression> Value, Func<object, object?>? Convert) : FieldBinding;

/// <summary>A value computed in C# from columns of the parent's row.</summary>
internal sealed record ComputedBinding(Func<string, Computed> Value) : FieldBinding;

/// <summary>Another entity that the parent's row refers to; read in the same query.</summary>
/// <param name="Target">Expression for the entity.</param>
/// <param name="Entity">C# type of the entity.</param>
/// <param name="WithParent">Whether the entity is visible whenever the parent's row is, regardless of its own row rule.</param>
internal sealed record LinkBinding(LambdaExpression Target, Type Entity, bool WithParent) : FieldBinding;

/// <summary>Entities that refer to the parent; read in one batch for all parents.</summary>
internal sealed record ChildrenBinding(Children Relation, bool Paged) : FieldBinding;

/// <summary>Rows of a database query.</summary>
/// <param name="Entity">C# type of the entity.</param>
/// <param name="Query">Creates the query from the field's arguments.</param>
/// <param name="Shape">One row or none, a list, or a connection.</param>
/// <param name="ArgumentNames">Arguments whose presence changes the shape of the query.</param>
internal sealed record QueryBinding(
    Type Entity,
    Func<ArgumentValues, IServiceProvider, IQueryable> Query,
    RowsShape Shape,
    IReadOnlyList<string> ArgumentNames) : FieldBinding;

/// <summary>How many rows a query field returns.</summary>
internal enum RowsShape
{
    Single,
    List,
    Connection,
}

/// <summary>The row of an entity by its database id: the result of a mutation or the subject of an event.</summary>
/// <param name="Entity">C# type of the entity.</param>
/// <param name="Id">Reads the database id from the parent; null if there is no row.</param>
internal sealed record RefBinding(Type Entity, Func<object, long?> Id) : FieldBinding;

/// <summary>Objects looked up by the global ids in the arguments.</summary>
/// <param name="Many">True for a list of ids, false for one id.</param>
internal sealed record NodeBinding(bool Many) : FieldBinding;

/// <summary>The member that an input field of a filter or sort input applies to.</summary>
/// <param name="Type">Name of the object type.</param>
/// <param name="Field">Name of the field.</param>
internal sealed record MemberReference(string Type, string Field);
