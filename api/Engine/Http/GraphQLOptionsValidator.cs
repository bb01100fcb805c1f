using Microsoft.Extensions.Options;

namespace Integration.Graph.Engine.Http;

/// <summary>A limit of nothing, or below, is a mistake: nothing would get through.</summary>
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

        if (options.ExecutionTimeout < TimeSpan.FromMilliseconds(1) || options.ExecutionTimeout > TimeSpan.FromHours(1))
        {
            problems.Add($"GraphQL:ExecutionTimeout is {options.ExecutionTimeout:c}; it must be a time up to an hour, such as 00:00:30.");
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
        (nameof(options.MaxCost), options.MaxCost),
        (nameof(options.PlanCacheSize), options.PlanCacheSize),
        .. options.MaxCostByView.Select(own => ($"{nameof(options.MaxCostByView)}:{own.Key}", (long)own.Value)),
    ];
}
