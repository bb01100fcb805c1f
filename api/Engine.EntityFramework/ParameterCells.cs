using System.Globalization;
using System.Linq.Expressions;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Members that are used only for their names: EF Core names a command's parameter after the member that it is read from.
/// </summary>
internal static class ParameterCells
{
    /// <summary>Maximum number of values in a query: those of its filter and cursors, and the page size.</summary>
    public const int MaxValues = 64;

    /// <summary>Returns the member Pn of a set of cells, as a value of the type.</summary>
    /// <exception cref="GraphQLException">The query has too many values.</exception>
    public static Expression Cell(Type type, int index)
    {
        if (index >= MaxValues)
        {
            throw new GraphQLException($"The query has more than {MaxValues} values in its filters (MaxValues).", ErrorCodes.LimitExceeded);
        }

        var cells = Activator.CreateInstance(typeof(Cells<>).MakeGenericType(type))!;
        var member = cells.GetType().GetProperty(Name(index))!;
        member.SetValue(cells, Sample(type));
        return Expression.Property(Expression.Constant(cells), member);
    }

    /// <summary>
    /// Returns the name of the nth member. It ends with a letter: EF Core appends a number to distinguish two parameters, and the
    /// result must not be the name of another member.
    /// </summary>
    public static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"P{index}P");

    /// <summary>
    /// Returns any value of the type that is not null. The command never runs with it. EF Core generates different SQL for a null
    /// parameter, so it must not see null while it translates.
    /// </summary>
    private static object Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray)
        {
            var one = Array.CreateInstance(type.GetElementType()!, 1);
            one.SetValue(Sample(type.GetElementType()!), 0);
            return one;
        }

        return type == typeof(string) ? "?" : type == typeof(DateTime) ? DateTime.UnixEpoch : Activator.CreateInstance(type)!;
    }

    private sealed class Cells<T>
    {
        public T? P0P { get; set; }
        public T? P1P { get; set; }
        public T? P2P { get; set; }
        public T? P3P { get; set; }
        public T? P4P { get; set; }
        public T? P5P { get; set; }
        public T? P6P { get; set; }
        public T? P7P { get; set; }
        public T? P8P { get; set; }
        public T? P9P { get; set; }
        public T? P10P { get; set; }
        public T? P11P { get; set; }
        public T? P12P { get; set; }
        public T? P13P { get; set; }
        public T? P14P { get; set; }
        public T? P15P { get; set; }
        public T? P16P { get; set; }
        public T? P17P { get; set; }
        public T? P18P { get; set; }
        public T? P19P { get; set; }
        public T? P20P { get; set; }
        public T? P21P { get; set; }
        public T? P22P { get; set; }
        public T? P23P { get; set; }
        public T? P24P { get; set; }
        public T? P25P { get; set; }
        public T? P26P { get; set; }
        public T? P27P { get; set; }
        public T? P28P { get; set; }
        public T? P29P { get; set; }
        public T? P30P { get; set; }
        public T? P31P { get; set; }
        public T? P32P { get; set; }
        public T? P33P { get; set; }
        public T? P34P { get; set; }
        public T? P35P { get; set; }
        public T? P36P { get; set; }
        public T? P37P { get; set; }
        public T? P38P { get; set; }
        public T? P39P { get; set; }
        public T? P40P { get; set; }
        public T? P41P { get; set; }
        public T? P42P { get; set; }
        public T? P43P { get; set; }
        public T? P44P { get; set; }
        public T? P45P { get; set; }
        public T? P46P { get; set; }
        public T? P47P { get; set; }
        public T? P48P { get; set; }
        public T? P49P { get; set; }
        public T? P50P { get; set; }
        public T? P51P { get; set; }
        public T? P52P { get; set; }
        public T? P53P { get; set; }
        public T? P54P { get; set; }
        public T? P55P { get; set; }
        public T? P56P { get; set; }
        public T? P57P { get; set; }
        public T? P58P { get; set; }
        public T? P59P { get; set; }
        public T? P60P { get; set; }
        public T? P61P { get; set; }
        public T? P62P { get; set; }
        public T? P63P { get; set; }
    }
}
