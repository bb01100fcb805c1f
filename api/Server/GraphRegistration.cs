using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Hosting;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Secrets;
using Integration.Graph.Server.Storage;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server;

/// <summary>Registers the services of the GraphQL API.</summary>
internal static class GraphRegistration
{
    /// <summary>The section with the settings of the engine.</summary>
    public const string GraphQLSection = "GraphQL";

    /// <summary>Registers the engine with every annotated type of this assembly.</summary>
    public static void AddGraph(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddEntityFrameworkRows<GraphContext>(provider => StorageRegistration.RowsOf(provider.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.AddSingleton(provider => new CursorSealer(provider.GetRequiredService<SharedKeys>().Cursors));
        services.AddOptionsWithValidateOnStart<GraphQLOptions, BudgetsValidator>()
            .Bind(builder.Configuration.GetSection(GraphQLSection))
            .PostConfigure(options => options.TrustedDocuments =
                options.TrustedDocuments is { Length: > 0 } folder ? builder.Configuration.PathOf(builder.Environment, folder) : null);
        services.AddGraphQLServer(typeof(GraphRegistration).Assembly.GetTypes(), (options, provider) =>
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

    /// <summary>Maps <c>/graphql</c>.</summary>
    public static void MapGraph(this WebApplication app) => app.MapGraphQL().RequireCors(Cors.Configured).LimitPerClient();

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
