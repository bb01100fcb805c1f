using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// Plans the columns for the selections below each field that reads the database. Only this class applies the policy's
/// guards and row rules to what is read, so that a value outside the view never leaves the database.
/// </summary>
internal sealed class RowPlanner(SchemaView view)
{
    /// <summary>Plans all queries at and below a selection.</summary>
    public void Plan(SelectionPlan selection)
    {
        foreach (var field in selection.Fields)
        {
            PlanField(field);
        }
    }

    private void PlanField(PlannedField field)
    {
        switch (field.Field.Binding)
        {
            case QueryBinding { Shape: RowsShape.Connection } query:
                field.Query = new ConnectionQuery(view, field, PlanConnection(field, query.Entity), query);
                break;
            case QueryBinding query:
                field.Query = new ListQuery(view, field, PlanRows(query.Entity, field.Selection!), query);
                break;
            case ChildrenBinding { Paged: true } children:
                field.Query = new ConnectionQuery(view, field, PlanConnection(field, children.Relation.ChildType), children.Relation);
                break;
            case ChildrenBinding children:
                field.Query = new ChildrenQuery(view, field, PlanRows(children.Relation.ChildType, field.Selection!), children.Relation);
                break;
            case RefBinding reference:
                field.Query = new KeyedQuery(view, field, PlanRows(reference.Entity, field.Selection!));
                break;
            case NodeBinding:
                field.Nodes = field.Selections.ToDictionary(
                    s => s.Key.Name, s => new KeyedQuery(view, field, PlanRows(s.Key.RuntimeType!, s.Value)));
                break;
            default:
                foreach (var inner in field.Selections.Values)
                {
                    Plan(inner);
                }

                break;
        }
    }

    private RowPlan PlanRows(Type entity, SelectionPlan selection)
    {
        var plan = new RowPlan(entity);
        PlanEntity(plan, selection, new Place(plan.Row, null), entity);
        return plan;
    }

    private RowPlan PlanConnection(PlannedField connection, Type entity)
    {
        var plan = new RowPlan(entity);
        foreach (var field in connection.Selection!.Fields)
        {
            if (field.Field.Name == "nodes")
            {
                PlanEntity(plan, field.Selection!, new Place(plan.Row, null), entity);
            }
            else if (field.Field.Name == "edges")
            {
                foreach (var edge in field.Selection!.Fields.Where(f => f.Field.Name == "node"))
                {
                    PlanEntity(plan, edge.Selection!, new Place(plan.Row, null), entity);
                }
            }
        }

        return plan;
    }

    private void PlanEntity(RowPlan plan, SelectionPlan selection, Place place, Type entity)
    {
        var tracker = view.Policy.Tracker(view.Name, entity);
        var tracked = new List<(int, int)>();
        foreach (var field in selection.Fields)
        {
            var guarded = place.Guarded(Guard(selection.Type.Name, field.Field.Name));
            var slot = PlanMember(plan, field, guarded);
            if (slot >= 0 && tracker?.Bit(field.Field.Name) is { } bit and not 0)
            {
                tracked.Add((bit, slot));
            }
        }

        if (tracker is not null && tracked.Count > 0)
        {
            var start = plan.Columns.Count;
            foreach (var column in tracker.Columns)
            {
                plan.Add(place.Wrap(column.Inline([place.Instance])), -1);
            }

            plan.Track(new TrackedEntity(tracker, start, [.. tracked]));
        }
    }

    /// <summary>Plans one member of an entity. Returns the index of a column that is null if the member is, or -1.</summary>
    private int PlanMember(RowPlan plan, PlannedField field, Place place)
    {
        switch (field.Field.Binding)
        {
            case ColumnBinding column:
                var slot = plan.Add(place.Wrap(column.Value(view.Name).Inline([place.Instance])), field.Condition);
                field.Row = new ColumnValue(slot, field.Field.Id is { } id ? id.Encode : column.Convert);
                return slot;
            case ComputedBinding computed:
                return PlanComputed(plan, field, computed.Value(view.Name), place);
            case LinkBinding link:
                return PlanLink(plan, field, link, place);
            case ChildrenBinding children:
                var key = plan.Add(place.Wrap(children.Relation.ParentKey.Inline([place.Instance])), field.Condition);
                field.Row = new KeyValue(key);
                PlanField(field);
                return -1;
            case null when field.Field.Name == "__typename":
                return -1;
            default:
                throw new InvalidOperationException($"{field.Field.Coordinate} cannot be read from a row.");
        }
    }

    private int PlanComputed(RowPlan plan, PlannedField field, Computed computed, Place place)
    {
        Plan(field);
        var source = computed.Source.Inline([place.Instance]);
        if (source is not NewExpression { Members: not null } parts)
        {
            var only = plan.Add(place.Wrap(source), field.Condition);
            field.Row = new ComputedValue(computed, null, only, -1);
            return only;
        }

        int[] slots = [.. parts.Arguments.Select(a => plan.Add(place.Wrap(a), field.Condition))];
        var presence = place.Secure is null ? -1 : plan.Add(place.Present(), field.Condition);
        field.Row = new ComputedValue(computed, Constructor(parts, slots), slots[0], presence);
        // Not the presence column, which only says that the value may be read. A value without its first part counts as null.
        return slots[0];
    }

    /// <summary>Plans the selections of a computed field: its value is a plain object without columns, but can have queries.</summary>
    private void Plan(PlannedField field)
    {
        foreach (var inner in field.Selections.Values)
        {
            Plan(inner);
        }
    }

    private int PlanLink(RowPlan plan, PlannedField field, LinkBinding link, Place place)
    {
        var target = link.Target.Inline([place.Instance]);
        var rule = link.WithParent ? null : view.Policy.RowRule(view.Name, link.Entity);
        var inner = new Place(target, rule is null ? place.Secure : And(place.Secure, rule.Inline([target])));
        var isThere = Expression.NotEqual(target, Expression.Constant(null, target.Type));
        var slot = plan.Add((inner with { Secure = And(inner.Secure, isThere) }).Present(), field.Condition);
        field.Row = new LinkValue(slot);
        PlanEntity(plan, field.Selection!, inner, link.Entity);
        return slot;
    }

    private LambdaExpression? Guard(string type, string field) => view.Policy.FieldGuard(view.Name, type, field);

    private static Expression And(Expression? left, Expression right) => left is null ? right : Expression.AndAlso(left, right);

    /// <summary>Calls the constructor with the values at the given indexes of the row.</summary>
    private static Func<object?[], object> Constructor(NewExpression parts, int[] slots)
    {
        var row = Expression.Parameter(typeof(object?[]));
        var arguments = parts.Constructor!.GetParameters().Select((p, i) =>
        {
            var value = Expression.ArrayIndex(row, Expression.Constant(slots[i]));
            return (Expression)(p.ParameterType.IsValueType && Nullable.GetUnderlyingType(p.ParameterType) is null
                ? Expression.Condition(Expression.Equal(value, Expression.Constant(null)), Expression.Default(p.ParameterType), Expression.Convert(value, p.ParameterType))
                : Expression.Convert(value, p.ParameterType));
        });
        return Expression.Lambda<Func<object?[], object>>(Expression.New((ConstructorInfo)parts.Constructor, arguments), row).Compile();
    }

    /// <summary>An entity in a row, with the condition under which it may be read.</summary>
    /// <param name="Instance">The entity.</param>
    /// <param name="Secure">The condition under which its values may be read; null if they always may.</param>
    internal sealed record Place(Expression Instance, Expression? Secure)
    {
        public Place Guarded(LambdaExpression? guard) =>
            guard is null ? this : this with { Secure = And(Secure, guard.Inline([Instance])) };

        /// <summary>The value if it may be read, otherwise null.</summary>
        public Expression Wrap(Expression value)
        {
            if (Secure is null)
            {
                return value;
            }

            var nullable = value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null ? typeof(Nullable<>).MakeGenericType(value.Type) : value.Type;
            return Expression.Condition(
                Secure,
                value.Type == nullable ? value : Expression.Convert(value, nullable),
                Expression.Constant(null, nullable));
        }

        /// <summary>1 if the entity may be read, otherwise null.</summary>
        public Expression Present() => Wrap(Expression.Constant(1));
    }
}
