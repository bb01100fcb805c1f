using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>
/// Translates a query to a command with EF Core's query pipeline, without the pipeline's last step. That step generates and
/// compiles code to read the rows; <see cref="ColumnReader"/> reads them instead. See api/decisions/0002.
/// </summary>
/// <remarks>
/// The steps are those of <c>QueryCompilationContext.CreateQueryExecutorExpression</c> and <c>RelationalCommandCache</c> in
/// EF Core 10. Parameters that EF Core adds while it translates (to compare whole entities) are not supported: the command
/// for such a query fails when it is created, because a parameter has no value.
/// </remarks>
internal static class QueryTranslation
{
    /// <summary>
    /// Returns the command for a query, with a parameter for each value that the expression reads from an object.
    /// </summary>
    /// <param name="db">The context that the query starts from.</param>
    /// <param name="query">A query of rows, whose members have the names of its columns.</param>
    public static DbCommand Command(DbContext db, Expression query)
    {
        var compilation = db.GetService<IQueryCompilationContextFactory>().Create(async: false);
        var parameters = new Dictionary<string, object?>();
#pragma warning disable EF1001 // EF Core has no public API that replaces the captured values of an expression by parameters.
        query = ((QueryCompiler)db.GetService<IQueryCompiler>()).ExtractParameters(query, parameters, compilation.Logger);
#pragma warning restore EF1001
        query = db.GetService<IQueryTranslationPreprocessorFactory>().Create(compilation).Process(query);
        query = db.GetService<IQueryableMethodTranslatingExpressionVisitorFactory>().Create(compilation).Translate(query);
        var translated = (ShapedQueryExpression)db.GetService<IQueryTranslationPostprocessorFactory>().Create(compilation).Process(query);

        var options = RelationalOptionsExtension.Extract(compilation.ContextOptions);
#pragma warning disable EF1001 // The constructor of these settings is not public API; only EF Core's providers call it.
        var settings = new RelationalParameterBasedSqlProcessorParameters(options.UseRelationalNulls, options.ParameterizedCollectionMode);
#pragma warning restore EF1001
        var select = db.GetService<IRelationalParameterBasedSqlProcessorFactory>()
            .Create(settings)
            .Process(translated.QueryExpression, new ParametersCacheDecorator(parameters));
        return db.GetService<IQuerySqlGeneratorFactory>().Create().GetCommand(select).CreateDbCommand(
            new RelationalCommandParameterObject(db.GetService<IRelationalConnection>(), parameters, null, db, null, CommandSource.LinqQuery),
            Guid.Empty,
            DbCommandMethod.ExecuteReader);
    }
}
