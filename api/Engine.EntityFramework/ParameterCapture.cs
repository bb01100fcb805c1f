using System.Collections;
using System.Linq.Expressions;
using Integration.Graph.Engine.Types.Resolvers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Replaces each query parameter by a cell with its own name. EF Core names the command's parameter after the cell, which
/// tells which value to set for a run.
/// </summary>
internal sealed class ParameterCapture : ExpressionVisitor
{
    private readonly List<QueryParameter> _found = [];
    private readonly List<Expression> _cells = [];

    /// <summary>Returns the query parameter behind a parameter of the command.</summary>
    public QueryParameter Named(string name)
    {
        // If the same value is also used as nullable, EF Core adds a second parameter and appends a number to its name.
        var plain = name.TrimStart('@').TrimEnd("0123456789".ToCharArray()).TrimEnd('_');
        var index = Enumerable.Range(0, _found.Count).FirstOrDefault(i => ParameterCells.Name(i) == plain, -1);
        return index >= 0
            ? _found[index]
            : throw new InvalidOperationException($"EF Core has created a parameter {name} that belongs to no query parameter: the query's expression has captured a value.");
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Member.Name != "Value" || node.Expression is null || !typeof(QueryParameter).IsAssignableFrom(node.Expression.Type))
        {
            return base.VisitMember(node);
        }

        // Interpreted, because it runs only once.
        var parameter = Expression.Lambda<Func<QueryParameter>>(node.Expression).Compile(preferInterpretation: true)();
        var index = _found.IndexOf(parameter);
        if (index < 0)
        {
            index = _found.Count;
            _found.Add(parameter);
            _cells.Add(ParameterCells.Cell(parameter.ValueType, index));
        }

        // One cell per parameter: EF Core treats two cells as two parameters.
        var cell = _cells[index];
        return typeof(IEnumerable).IsAssignableFrom(node.Type) && node.Type != typeof(string)
            ? Expression.Call(typeof(EF), nameof(EF.Parameter), [node.Type], cell)
            : cell;
    }
}
