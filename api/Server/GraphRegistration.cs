using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>Registers the services of the GraphQL API.</summary>
internal static class GraphRegistration
{
    /// <summary>Registers the services of a request: its caller, its moment and the access rules.</summary>
    public static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<CurrentCaller>();
        services.AddScoped(provider =>
            provider.GetRequiredService<CurrentCaller>().Value ?? provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.GetCaller());
        services.AddScoped<RequestMoment>();
        services.AddScoped<AccessExplainer>();
        services.AddSingleton<IAccessPolicy, SharingPolicy>();
        return services;
    }

    /// <summary>Registers the ledger of disclosures.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddScoped<DisclosedPersons>();
        services.AddOptionsWithValidateOnStart<LedgerOptions, LedgerOptionsValidator>().BindConfiguration(LedgerOptions.Section);
        services.AddSingleton<LedgerAnchorLog>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerAnchorLog>());
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, LedgerAnchorLog.Always>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<Ledger>();
        services.AddHostedService(provider => provider.GetRequiredService<Ledger>());
        return services;
    }

    /// <summary>Registers the engine with every annotated type of this assembly.</summary>
    public static IServiceCollection AddGraph(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEntityFrameworkRows<GraphContext>(provider => StorageRegistration.RowsOf(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton(provider => new CursorSealer(provider.GetRequiredService<SharedKeys>().Cursors));
        services.AddOptions<GraphQLOptions>().Bind(configuration.GetSection("GraphQL")).PostConfigure<IHostEnvironment>((options, environment) =>
            options.TrustedDocuments = options.TrustedDocuments is { Length: > 0 } folder ? configuration.PathOf(environment, folder) : null);
        services.AddSingleton<IValidateOptions<GraphQLOptions>, BudgetsValidator>();
        return services.AddGraphQLServer(typeof(GraphRegistration).Assembly.GetTypes(), (options, provider) =>
        {
            options.View = http => http.GetCaller().View;
            options.CallerKey = http => http.GetCaller().CursorKey;
            options.AroundMutation = IdempotencyKeys.RunAsync;
            options.IsOutage = DatabaseOutage.Is;
            // Created with the first request: options are already created for validation, when the database may be out of reach.
            var ledger = new Lazy<Ledger>(provider.GetRequiredService<Ledger>);
            options.BeforeReading = context => ledger.Value.Begin(context);
            options.BeforeAnswer = context => ledger.Value.RecordAsync(context);
        });
    }

    /// <summary>Checks that every cost budget belongs to an existing role.</summary>
    private sealed class BudgetsValidator(IAccessPolicy policy) : IValidateOptions<GraphQLOptions>
    {
        public ValidateOptionsResult Validate(string? name, GraphQLOptions options)
        {
            var known = policy.Views.Where(view => view.Length > 0).Append(GraphQLOptions.NoView).ToList();
            var problems = options.MaxCostByView.Keys.Except(known)
                .Select(key => $"GraphQL:MaxCostByView has '{key}'; the roles are {string.Join(", ", known)}.").ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
