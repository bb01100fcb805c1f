using System.Data.Common;
using Integration.Graph.Engine.Planning.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Engine.EntityFramework;

/// <summary>The database that the rows come from.</summary>
/// <param name="ConnectionString">Connection string of SQLite or Npgsql.</param>
/// <param name="IsSqlite">Whether the database is SQLite; otherwise it is PostgreSQL.</param>
/// <param name="Opened">Called with each connection after it was opened.</param>
internal sealed record RowDatabase(string ConnectionString, bool IsSqlite, Action<DbConnection> Opened);

/// <summary>Registers the adapter.</summary>
internal static class RowDatabaseRegistration
{
    /// <summary>Runs the engine's row queries on the database of a context.</summary>
    /// <typeparam name="TContext">A registered, scoped context with all entities of the schema.</typeparam>
    public static IServiceCollection AddEntityFrameworkRows<TContext>(this IServiceCollection services, Func<IServiceProvider, RowDatabase> database)
        where TContext : DbContext
    {
        services.AddSingleton(provider => new RowConnections(database(provider)));
        services.AddSingleton<IRowSource, RowSource<TContext>>();
        return services;
    }
}
