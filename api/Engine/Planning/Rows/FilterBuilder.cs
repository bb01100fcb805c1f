using System.Linq.Expressions;
using System.Text;
using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Engine.Planning.Rows;

/// <summary>
/// Walks a <c>where</c> argument. One walk gives the filter's shape and its values; with <paramref name="member"/> it
/// gives the condition too, in which the nth value is the nth parameter. Both are the same walk, so they agree.
/// </summary>
/// <param name="values">Takes the values in the order of the walk.</param>
/// <param name="shape">Takes what the condition depends on besides the values.</param>
/// <param name="member">A member as it may be looked at; null if only shape and values are wanted.</param>
/// <param name="valueAt">The expression of the nth value.</param>
/// <param name="isText">Whether a member is compared by its <see cref="TextKey"/>.</param>
internal sealed class FilterBuilder(List<object?> values, StringBuilder shape, Func<string, GuardedValue>? member, Func<Type, int, Expression> valueAt, Func<string, bool> isText)
{
    /// <summary>
    /// Objects and operations of a filter. To translate them takes time that grows with their square, and stack that grows
    /// with their number.
    /// </summary>
    internal const int MaxConditions = 200;

    private const int MaxWords = 8;

    private int _conditions;

    /// <summary>The condition; null if there is none, or only shape and values are wanted.</summary>
    /// <exception cref="GraphQLException">It is over the limit, or no condition.</exception>
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
                : Member(member?.Invoke(name), (ArgumentValues)value, isText(name));
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

    /// <summary>Operations on a member, or on the one field of the object that a column stands for.</summary>
    private Expression? Member(GuardedValue? member, ArgumentValues operations, bool text)
    {
        Expression? all = null;
        shape.Append('(');
        foreach (var (operation, value) in operations.Present)
        {
            Count();
            shape.Append(operation);
            all = And(all, value is ArgumentValues inner ? Member(member, inner, text) : Operation(member, operation, text ? Key(operation, value) : value));
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
                _ => throw new GraphQLException($"The operation `{operation}` needs a value.", ErrorCodes.BadInput),
            };
        }

        if (operation == "search")
        {
            return Search(member, (string)value);
        }

        if (value is bool)
        {
            // There are but two: written out, so that the database sees a condition and no comparison of one with a value.
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
            // What null does not pass can be asked behind the guard, where the database can do it early.
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

    /// <summary>Whether the bit of the given number is set: said for each bit, because not every database has shifts.</summary>
    private static Expression HasBit(Expression operand, Type set, Expression number)
    {
        Expression? any = null;
        foreach (var bit in Enum.GetValues(set).Cast<object>().Select(Convert.ToInt32).Where(int.IsPow2))
        {
            var mask = Expression.Constant(bit);
            var isSet = Expression.Equal(Expression.And(Expression.Convert(operand, typeof(int)), mask), mask);
            // Each comparison needs the row: EF Core would decide one of the value alone once, when it translates.
            var both = Expression.Equal(Expression.Condition(isSet, Expression.Constant(int.Log2(bit) + 1), Expression.Constant(0)), number);
            any = any is null ? both : Expression.OrElse(any, both);
        }

        return any!;
    }

    /// <summary>Each word of the text begins a word of the key. A text without words asks for nothing.</summary>
    private Expression? Search(GuardedValue? member, string text)
    {
        Expression? all = null;
        foreach (var word in TextKey.Words(text).Take(MaxWords))
        {
            shape.Append('w');
            all = And(all, Operation(member, "contains", word));
        }

        return all;
    }

    /// <summary>What a given text is compared as. What is looked for in the middle of a key may be in the middle of a word.</summary>
    private static object? Key(string operation, object? value) => (operation, value) switch
    {
        ("search", _) => value,
        ("contains", string text) => TextKey.Of(text).TrimStart(),
        (_, string text) => TextKey.Of(text),
        (_, object?[] list) => list.Select(v => v is string text ? TextKey.Of(text) : null).ToArray<object?>(),
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

/// <summary>A member as filters and orders may look at it.</summary>
/// <param name="Value">What stands in the column.</param>
/// <param name="Guard">What has to hold before anything of it may be looked at; null if nothing has to.</param>
/// <param name="OrNull">The value where it may be looked at, and otherwise null.</param>
internal sealed record GuardedValue(Expression Value, Expression? Guard, Expression OrNull);
