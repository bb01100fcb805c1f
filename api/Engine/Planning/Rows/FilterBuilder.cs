using System.Linq.Expressions;
using System.Text;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>Walks a <c>where</c> argument and produces the filter's shape, its values and optionally the condition.</summary>
/// <remarks>In the condition, the nth value is the nth parameter. One walk produces all three, so they always agree.</remarks>
/// <param name="values">Receives the values in the order of the walk.</param>
/// <param name="shape">Receives everything else that the condition depends on.</param>
/// <param name="member">Returns a member with its guard; null if only shape and values are needed.</param>
/// <param name="valueAt">Returns the expression for the nth value.</param>
/// <param name="textOf">Returns the normalised forms of a member; null if its value is compared.</param>
internal sealed class FilterBuilder(List<object?> values, StringBuilder shape, Func<string, GuardedValue>? member, Func<Type, int, Expression> valueAt, Func<string, TextKeys?> textOf)
{
    /// <summary>
    /// Maximum number of objects and operations in a filter. The time to translate a filter grows with the square of this
    /// number, and the stack grows in proportion to it.
    /// </summary>
    internal const int MaxConditions = 200;

    private const int MaxWords = 8;

    private int _conditions;

    /// <summary>Builds the condition; null if there is none, or if only shape and values are needed.</summary>
    /// <exception cref="GraphQLException">The filter is invalid or exceeds the limit.</exception>
    public Expression? Build(ArgumentValues where)
    {
        Count();
        Expression? all = null;
        shape.Append('{');
        foreach (var (name, value) in where.Present)
        {
            if (value is null)
            {
                continue;
            }

            shape.Append(name);
            var condition = name is "and" or "or"
                ? Combine((object?[])value, name == "or")
                : Member(member?.Invoke(name), (ArgumentValues)value, textOf(name));
            all = And(all, condition);
        }

        shape.Append('}');
        return all;
    }

    private void Count()
    {
        if (++_conditions > MaxConditions)
        {
            throw new GraphQLException($"The filter has more than {MaxConditions} conditions (MaxConditions).", ErrorCodes.LimitExceeded);
        }
    }

    private Expression? Combine(object?[] conditions, bool any)
    {
        Expression? result = null;
        var first = true;
        foreach (var condition in conditions)
        {
            var built = Build((ArgumentValues)condition!);
            if (member is null)
            {
                continue;
            }

            // An empty condition holds for every row.
            built ??= Expression.Constant(true);
            result = first ? built : any ? Expression.OrElse(result!, built) : Expression.AndAlso(result!, built);
            first = false;
        }

        return first && any && member is not null ? Expression.Constant(false) : result;
    }

    /// <summary>Builds the condition for the operations on a member, or on the object's field that its column holds.</summary>
    private Expression? Member(GuardedValue? member, ArgumentValues operations, TextKeys? text)
    {
        Expression? all = null;
        shape.Append('(');
        foreach (var (operation, value) in operations.Present)
        {
            Count();
            shape.Append(operation);
            all = And(all, value is ArgumentValues inner ? Member(member, inner, text) : Operation(member, operation, text is null ? value : Normalized(operation, value, text)));
        }

        shape.Append(')');
        return all;
    }

    private Expression? Operation(GuardedValue? member, string operation, object? value)
    {
        if (value is null)
        {
            shape.Append("null");
            return member is null ? null : operation switch
            {
                "eq" => IsNull(member.OrNull, not: false),
                "neq" => IsNull(member.OrNull, not: true),
                _ => throw new GraphQLException($"The filter operation `{operation}` requires a value other than null.", ErrorCodes.BadInput),
            };
        }

        if (operation == "search")
        {
            return Search(member, (string)value);
        }

        if (value is bool)
        {
            // Only two values exist. They are written as constants, so that the database sees a condition and not a comparison.
            shape.Append(value);
            return member is null ? null
                : operation == "eq" ? And(member.Guard, Expression.Equal(member.Value, Expression.Constant(value, member.Value.Type)))
                : Expression.NotEqual(member.OrNull, Expression.Constant(value, member.OrNull.Type));
        }

        shape.Append(',');
        var list = value as object?[];
        shape.Append(list?.Contains(null) == true ? "null," : "");
        var index = values.Count;
        values.Add(value);
        return member is null ? null
            // An operation that null never satisfies is combined with the guard by AND, so that the database can evaluate
            // it early.
            : operation is "neq" or "nin" || list?.Contains(null) == true ? Comparison(member.OrNull, operation, list, index)
            : And(member.Guard, Comparison(member.Value, operation, list, index));
    }

    private Expression Comparison(Expression operand, string operation, object?[]? list, int index)
    {
        if (list is not null)
        {
            return Among(operand, operation, list, index);
        }

        var type = Nullable.GetUnderlyingType(operand.Type) ?? operand.Type;
        if (operation == "contains" && type.IsEnum)
        {
            return HasBit(operand, type, valueAt(typeof(int), index));
        }

        var given = valueAt(type, index);
        if (operation is "startsWith" or "contains")
        {
            var at = Expression.Call(operand, nameof(string.IndexOf), [], given);
            return Expression.AndAlso(IsNull(operand, not: true), operation == "contains"
                ? Expression.GreaterThanOrEqual(at, Expression.Constant(0))
                : Expression.Equal(at, Expression.Constant(0)));
        }

        if (given.Type != operand.Type)
        {
            given = Expression.Convert(given, operand.Type);
        }

        return operation switch
        {
            "eq" => Expression.Equal(operand, given),
            "neq" => Expression.NotEqual(operand, given),
            "gt" => Expression.GreaterThan(operand, given),
            "gte" => Expression.GreaterThanOrEqual(operand, given),
            "lt" => Expression.LessThan(operand, given),
            "lte" => Expression.LessThanOrEqual(operand, given),
            _ => throw new InvalidOperationException($"There is no operation {operation}."),
        };
    }

    /// <summary>Whether the bit with the given number is set. Tests each bit, because not every database has shifts.</summary>
    private static Expression HasBit(Expression operand, Type set, Expression number)
    {
        Expression? any = null;
        foreach (var bit in Enum.GetValues(set).Cast<object>().Select(Convert.ToInt32).Where(int.IsPow2))
        {
            var mask = Expression.Constant(bit);
            var isSet = Expression.Equal(Expression.And(Expression.Convert(operand, typeof(int)), mask), mask);
            // Each comparison refers to the row. Otherwise EF Core would evaluate the comparison only once, at translation.
            var both = Expression.Equal(Expression.Condition(isSet, Expression.Constant(int.Log2(bit) + 1), Expression.Constant(0)), number);
            any = any is null ? both : Expression.OrElse(any, both);
        }

        return any!;
    }

    /// <summary>Each word of the normalised text must begin a word of the member. A text without words has no condition.</summary>
    private Expression? Search(GuardedValue? member, string text)
    {
        Expression? all = null;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxWords).Select(word => " " + word))
        {
            shape.Append('w');
            all = And(all, Operation(member, "contains", word));
        }

        return all;
    }

    /// <summary>Normalises a given text. For <c>contains</c> it can be the middle of a word.</summary>
    private static object? Normalized(string operation, object? value, TextKeys text) => (operation, value) switch
    {
        ("contains", string given) => text.Normalize(given).TrimStart(),
        (_, string given) => text.Normalize(given),
        (_, object?[] list) => list.Select(v => v is string given ? text.Normalize(given) : null).ToArray<object?>(),
        _ => value,
    };

    private Expression Among(Expression operand, string operation, object?[] list, int index)
    {
        var type = Nullable.GetUnderlyingType(operand.Type) ?? operand.Type;
        Expression plain = operand.Type == type ? operand : Expression.Property(operand, "Value");
        var among = Expression.AndAlso(
            IsNull(operand, not: true),
            Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [type], valueAt(type.MakeArrayType(), index), plain));
        Expression result = list.Contains(null) ? Expression.OrElse(IsNull(operand, not: false), among) : among;
        return operation == "in" ? result : Expression.Not(result);
    }

    private static Expression IsNull(Expression operand, bool not)
    {
        if (operand.Type.IsValueType && Nullable.GetUnderlyingType(operand.Type) is null)
        {
            return Expression.Constant(not);
        }

        var none = Expression.Constant(null, operand.Type);
        return not ? Expression.NotEqual(operand, none) : Expression.Equal(operand, none);
    }

    private static Expression? And(Expression? left, Expression? right) =>
        left is null ? right : right is null ? left : Expression.AndAlso(left, right);
}

/// <summary>A member with its guard, for filters and orders.</summary>
/// <param name="Value">The value of the column.</param>
/// <param name="Guard">The condition under which the value may be used; null if it always may.</param>
/// <param name="OrNull">The value if the guard holds, otherwise null.</param>
internal sealed record GuardedValue(Expression Value, Expression? Guard, Expression OrNull);
