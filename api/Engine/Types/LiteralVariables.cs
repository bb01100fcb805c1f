using System.Globalization;
using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>Replaces variables in a scalar's literal by their values, because scalars do not know variables.</summary>
internal static class LiteralVariables
{
    /// <summary>The literal with constants only. An absent variable becomes null in a list, and no field in an object.</summary>
    /// <exception cref="GraphQLException">The value of a variable cannot be written as a literal.</exception>
    public static ValueNode Replace(ValueNode literal, IReadOnlyDictionary<string, object?> variables) => literal switch
    {
        VariableNode variable => Constant(variables.GetValueOrDefault(variable.Name.Value), variable),
        ListValueNode list => new ListValueNode([.. list.Values.Select(v => Replace(v, variables))]),
        ObjectValueNode record => new ObjectValueNode(
            [.. record.Fields
                .Where(f => f.Value is not VariableNode variable || variables.ContainsKey(variable.Name.Value))
                .Select(f => new ObjectFieldNode { Name = f.Name, Value = Replace(f.Value, variables) })]),
        _ => literal,
    };

    private static ValueNode Constant(object? value, VariableNode variable) => value switch
    {
        null => new NullValueNode(),
        string text => new StringValueNode(text, block: false),
        bool flag => new BooleanValueNode(flag),
        int or long => new IntValueNode(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        double number => new FloatValueNode(number.ToString("R", CultureInfo.InvariantCulture)),
        object?[] list => new ListValueNode([.. list.Select(item => Constant(item, variable))]),
        _ => throw new GraphQLException(
            $"Variable \"${variable.Name.Value}\" cannot be used inside this literal. Pass the whole value as a variable.", ErrorCodes.BadInput)
        {
            Position = variable.Start,
        },
    };
}
