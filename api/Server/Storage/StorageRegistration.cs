using Integration.Graph.Server.Delivery;
using Integration.Graph.Server.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Storage;

/// <summary>Puts the database into the services.</summary>
internal static class StorageRegistration
{
    /// <summary>
    /// Adds <c>IDbContextFactory&lt;GraphContext&gt;</c> (pooled), a scoped <see cref="GraphContext"/> and
    /// <see cref="StorageInitializer"/>, which the program runs before it answers.
    /// </summary>
    public static IServiceCollection AddStorage(
        this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        services.AddDataFolder(configuration, environment);
        services.AddOptions<DatabaseOptions>()
            .Bind(configuration.GetSection(DatabaseOptions.Section))
            .PostConfigure(options => FillIn(options, DataFolder.Of(configuration, environment)))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>();
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection(DemoOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DemoOptions>, DemoOptionsValidator>();

        services.AddOptions<SeedOptions>().Bind(configuration.GetSection(SeedOptions.Section))
            .PostConfigure(options => options.Folder = string.IsNullOrWhiteSpace(options.Folder) ? options.Folder : configuration.PathOf(environment, options.Folder)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SeedOptions>, SeedOptionsValidator>();
        services.AddSingleton<DataNotice>();

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ChangeSignal>();
        services.AddPooledDbContextFactory<GraphContext>((provider, builder) =>
            Use(builder, provider.GetRequiredService<IOptions<DatabaseOptions>>().Value).AddInterceptors(provider.GetRequiredService<ChangeSignal>()));
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<GraphContext>>().CreateDbContext());
        services.AddSingleton<ReferenceDataSource>();
        services.AddTransient(provider => provider.GetRequiredService<ReferenceDataSource>().Current);
        services.AddSingleton<DatabaseMigrator>();
        services.AddSingleton<StorageInitializer>();
        return services;
    }

    /// <summary>Points a context at the database.</summary>
    public static DbContextOptionsBuilder Use(DbContextOptionsBuilder builder, DatabaseOptions options) => (options.IsPostgreSql
        ? builder.UseNpgsql(options.ConnectionString)
        : builder.UseSqlite(options.ConnectionString).AddInterceptors(SqliteSettings.Instance))
        .AddInterceptors(NullCharacter.Instance)
        // What fails is said once, by whoever answers for it: with an id, or as what the client has to correct.
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed,
            // Which of them, if there are more than a page can hold, makes no difference to who counts them.
            CoreEventId.RowLimitingOperationWithoutOrderByWarning));

    // A relative file is relative to the data folder, wherever the server is started from.
    private static void FillIn(DatabaseOptions options, string folder)
    {
        if (!options.IsSqlite)
            return;
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
            options.ConnectionString = "Data Source=integration-graph.db";
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        }
        catch (ArgumentException)
        {
            // The validator says what is wrong with it, together with every other problem.
            return;
        }
        if (builder.DataSource.Length == 0 || builder.DataSource == ":memory:" || builder.Mode == SqliteOpenMode.Memory)
            return;
        builder.DataSource = Path.GetFullPath(builder.DataSource, folder);
        builder.ForeignKeys = true;
        options.ConnectionString = builder.ToString();
    }
}
