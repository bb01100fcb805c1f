using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Integration.Graph.Server.Storage;

#pragma warning disable EF1001 // How EF Core takes the values out of an expression, and what it is told of nulls, has no public form.

/// <summary>
/// The first half of what EF Core does with a query: from the expression to the command. The second half, which
/// generates and compiles the code that would read the rows, takes most of the time of a query that is new, and
/// <see cref="ColumnReader"/> does it without.
/// </summary>
internal static class QueryTranslation
{
    /// <summary>
    /// The command for a query, with a parameter for each value that the expression reads from an object.
    /// </summary>
    /// <param name="db">The context that the query starts from.</param>
    /// <param name="query">A query of rows, with the names of its columns as the names of members.</param>
    public static DbCommand Command(DbContext db, Expression query)
    {
        var compilation = db.GetService<IQueryCompilationContextFactory>().Create(async: false);
        var parameters = new Dictionary<string, object?>();
        query = ((QueryCompiler)db.GetService<IQueryCompiler>()).ExtractParameters(query, parameters, compilation.Logger);
        query = db.GetService<IQueryTranslationPreprocessorFactory>().Create(compilation).Process(query);
        query = db.GetService<IQueryableMethodTranslatingExpressionVisitorFactory>().Create(compilation).Translate(query);
        var translated = (ShapedQueryExpression)db.GetService<IQueryTranslationPostprocessorFactory>().Create(compilation).Process(query);

        var options = RelationalOptionsExtension.Extract(compilation.ContextOptions);
        var select = db.GetService<IRelationalParameterBasedSqlProcessorFactory>()
            .Create(new RelationalParameterBasedSqlProcessorParameters(options.UseRelationalNulls, options.ParameterizedCollectionMode))
            .Process(translated.QueryExpression, new ParametersCacheDecorator(parameters));
        return db.GetService<IQuerySqlGeneratorFactory>().Create().GetCommand(select).CreateDbCommand(
            new RelationalCommandParameterObject(db.GetService<IRelationalConnection>(), parameters, null, db, null, CommandSource.LinqQuery),
            Guid.Empty,
            DbCommandMethod.ExecuteReader);
    }
}
