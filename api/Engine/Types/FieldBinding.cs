using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Planning.Rows;

namespace Integration.Graph.Engine.Types;

/// <summary>How the value of a field is found. Each kind has its own way through planning and execution.</summary>
internal abstract record FieldBinding;

/// <summary>A value that the parent holds already; no waiting, no effects.</summary>
internal sealed record PureBinding(Func<object, ArgumentValues, RequestContext, object?> Get) : FieldBinding;

/// <summary>A method, which may wait.</summary>
internal sealed record MethodBinding(Func<object?, ArgumentValues, RequestContext, ValueTask<object?>> Invoke) : FieldBinding;

/// <summary>A column of the parent's row, or something that the database computes of it.</summary>
/// <param name="Value">The expression for a view: some fields are other expressions for other roles.</param>
/// <param name="Convert">Makes the answer of what was read; null if it is the answer.</param>
internal sealed record ColumnBinding(Func<string, LambdaExpression> Value, Func<object, object?>? Convert) : FieldBinding;

/// <summary>A value made in C# from columns of the parent's row.</summary>
internal sealed record ComputedBinding(Func<string, Computed> Value) : FieldBinding;

/// <summary>Another entity that the parent's row refers to; read with it.</summary>
/// <param name="Target">The entity.</param>
/// <param name="Entity">Its C# type.</param>
/// <param name="WithParent">Whether who sees the parent's row sees this one, whatever its own row rule says.</param>
internal sealed record LinkBinding(LambdaExpression Target, Type Entity, bool WithParent) : FieldBinding;

/// <summary>Entities that refer to the parent; read in one batch for all parents.</summary>
internal sealed record ChildrenBinding(Children Relation, bool Paged) : FieldBinding;

/// <summary>Rows that a query of the database gives.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Query">Makes the query from the field's arguments.</param>
/// <param name="Shape">One row or none, a list, or a connection.</param>
/// <param name="ArgumentNames">Arguments whose presence decides which query it is.</param>
internal sealed record QueryBinding(
    Type Entity,
    Func<ArgumentValues, IServiceProvider, IQueryable> Query,
    RowsShape Shape,
    IReadOnlyList<string> ArgumentNames) : FieldBinding;

/// <summary>How many rows a query field answers with.</summary>
internal enum RowsShape
{
    Single,
    List,
    Connection,
}

/// <summary>The row of one entity by its number: what a mutation answers with.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="Id">Finds the number on the parent.</param>
internal sealed record RefBinding(Type Entity, Func<object, long?> Id) : FieldBinding;

/// <summary>The objects with the ids that the arguments name.</summary>
/// <param name="Many">A list of ids, or one.</param>
internal sealed record NodeBinding(bool Many) : FieldBinding;

/// <summary>What an input field of a filter or sort input acts on.</summary>
/// <param name="Type">The object type's name.</param>
/// <param name="Field">The field of it.</param>
internal sealed record MemberReference(string Type, string Field);
