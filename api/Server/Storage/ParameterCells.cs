using System.Globalization;
using System.Linq.Expressions;
using Integration.Graph.Engine.Execution;

namespace Integration.Graph.Server.Storage;

/// <summary>Members whose only use is their name: EF Core calls a command's parameter after the member that it is read from.</summary>
internal static class ParameterCells
{
    private const int Most = 64;

    /// <summary>The member Pn of some cells, as a value of the type.</summary>
    /// <exception cref="GraphQLException">There are more values than a query can have.</exception>
    public static Expression Cell(Type type, int index)
    {
        if (index >= Most)
        {
            throw new GraphQLException($"The query has more than {Most} values in its filters.", ErrorCodes.LimitExceeded);
        }

        var cells = Activator.CreateInstance(typeof(Cells<>).MakeGenericType(type))!;
        var member = cells.GetType().GetProperty("P" + index.ToString(CultureInfo.InvariantCulture))!;
        if (type == typeof(DateTime))
        {
            // The command that is translated is never run, but its values are converted, and instants must be UTC.
            member.SetValue(cells, DateTime.UnixEpoch);
        }

        return Expression.Property(Expression.Constant(cells), member);
    }

    private sealed class Cells<T>
    {
        public T? P0 { get; set; } public T? P1 { get; set; } public T? P2 { get; set; } public T? P3 { get; set; }
        public T? P4 { get; set; } public T? P5 { get; set; } public T? P6 { get; set; } public T? P7 { get; set; }
        public T? P8 { get; set; } public T? P9 { get; set; } public T? P10 { get; set; } public T? P11 { get; set; }
        public T? P12 { get; set; } public T? P13 { get; set; } public T? P14 { get; set; } public T? P15 { get; set; }
        public T? P16 { get; set; } public T? P17 { get; set; } public T? P18 { get; set; } public T? P19 { get; set; }
        public T? P20 { get; set; } public T? P21 { get; set; } public T? P22 { get; set; } public T? P23 { get; set; }
        public T? P24 { get; set; } public T? P25 { get; set; } public T? P26 { get; set; } public T? P27 { get; set; }
        public T? P28 { get; set; } public T? P29 { get; set; } public T? P30 { get; set; } public T? P31 { get; set; }
        public T? P32 { get; set; } public T? P33 { get; set; } public T? P34 { get; set; } public T? P35 { get; set; }
        public T? P36 { get; set; } public T? P37 { get; set; } public T? P38 { get; set; } public T? P39 { get; set; }
        public T? P40 { get; set; } public T? P41 { get; set; } public T? P42 { get; set; } public T? P43 { get; set; }
        public T? P44 { get; set; } public T? P45 { get; set; } public T? P46 { get; set; } public T? P47 { get; set; }
        public T? P48 { get; set; } public T? P49 { get; set; } public T? P50 { get; set; } public T? P51 { get; set; }
        public T? P52 { get; set; } public T? P53 { get; set; } public T? P54 { get; set; } public T? P55 { get; set; }
        public T? P56 { get; set; } public T? P57 { get; set; } public T? P58 { get; set; } public T? P59 { get; set; }
        public T? P60 { get; set; } public T? P61 { get; set; } public T? P62 { get; set; } public T? P63 { get; set; }
    }
}
