using Microsoft.Extensions.Options;

namespace Integration.Graph.Engine.Execution;

/// <summary>Validates the options at start-up. A limit of 0 or less would refuse every request.</summary>
internal sealed class GraphQLOptionsValidator : IValidateOptions<GraphQLOptions>
{
    public ValidateOptionsResult Validate(string? name, GraphQLOptions options)
    {
        var problems = new List<string>();
        foreach (var (limit, value) in Limits(options))
        {
            if (value < 1)
            {
                problems.Add($"GraphQL:{limit} is {value}; it must be 1 or more.");
            }
        }

        if (options.DefaultPageSize > options.MaxPageSize)
        {
            problems.Add($"GraphQL:DefaultPageSize is {options.DefaultPageSize}; it must be GraphQL:MaxPageSize ({options.MaxPageSize}) or less.");
        }

        foreach (var (setting, value) in Times(options.Subscriptions))
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromHours(1))
            {
                problems.Add($"GraphQL:Subscriptions:{setting} is {value:c}; it must be a time up to an hour, such as 00:00:15.");
            }
        }

        if (options.ExecutionTimeout < TimeSpan.FromMilliseconds(1) || options.ExecutionTimeout > TimeSpan.FromHours(1))
        {
            problems.Add($"GraphQL:ExecutionTimeout is {options.ExecutionTimeout:c}; it must be a time up to an hour, such as 00:00:30.");
        }

        if (options.TrustedDocuments is { Length: > 0 } folder)
        {
            problems.AddRange(Planning.TrustedDocuments.ProblemsOf(folder));
        }
        else if (options.OnlyTrustedDocuments)
        {
            problems.Add("GraphQL:OnlyTrustedDocuments is set without GraphQL:TrustedDocuments, the folder of the documents. Every request would be refused.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<(string Name, long Value)> Limits(GraphQLOptions options) =>
    [
        (nameof(options.MaxRequestBodySize), options.MaxRequestBodySize),
        (nameof(options.MaxTokens), options.MaxTokens),
        (nameof(options.MaxDirectives), options.MaxDirectives),
        (nameof(options.MaxFragments), options.MaxFragments),
        (nameof(options.MaxDepth), options.MaxDepth),
        (nameof(options.MaxIntrospectionDepth), options.MaxIntrospectionDepth),
        (nameof(options.MaxAliases), options.MaxAliases),
        (nameof(options.DefaultPageSize), options.DefaultPageSize),
        (nameof(options.MaxPageSize), options.MaxPageSize),
        (nameof(options.MaxCost), options.MaxCost),
        (nameof(options.PlanCacheSize), options.PlanCacheSize),
        .. Limits(options.Subscriptions).Select(limit => ($"{nameof(options.Subscriptions)}:{limit.Name}", limit.Value)),
        .. options.MaxCostByView.Select(own => ($"{nameof(options.MaxCostByView)}:{own.Key}", (long)own.Value)),
    ];

    private static IEnumerable<(string Name, long Value)> Limits(SubscriptionOptions options) =>
    [
        (nameof(options.MaxQueuedEvents), options.MaxQueuedEvents),
        (nameof(options.MaxSubscriptionsPerCaller), options.MaxSubscriptionsPerCaller),
        (nameof(options.MaxSubscriptions), options.MaxSubscriptions),
        (nameof(options.MaxConnections), options.MaxConnections),
        (nameof(options.MaxConnectionsPerCaller), options.MaxConnectionsPerCaller),
        (nameof(options.MaxMessagesPerSecond), options.MaxMessagesPerSecond),
        (nameof(options.MaxOperationsPerConnection), options.MaxOperationsPerConnection),
    ];

    private static IEnumerable<(string Name, TimeSpan Value)> Times(SubscriptionOptions options) =>
    [
        (nameof(options.ConnectionInitTimeout), options.ConnectionInitTimeout),
        (nameof(options.KeepAliveInterval), options.KeepAliveInterval),
        (nameof(options.SendTimeout), options.SendTimeout),
    ];
}
