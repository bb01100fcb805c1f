using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Engine.Http;

/// <summary>Which media type an answer has.</summary>
/// <remarks>Source: GraphQL over HTTP, "Media Types" and "Content Negotiation".</remarks>
internal static class Negotiation
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    /// <summary>The type that the client likes best of those there are; null if it takes none of them.</summary>
    public static string? Choose(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0)
        {
            return Json;
        }

        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted))
        {
            return null;
        }

        foreach (var range in accepted.Where(a => a.Quality != 0).OrderByDescending(a => a.Quality ?? 1))
        {
            if (range.Charset.HasValue && !range.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (range.MediaType.Equals("application/graphql-response+json", StringComparison.OrdinalIgnoreCase))
            {
                return GraphQLResponse;
            }

            if (range.MatchesAllTypes || range.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || range.MediaType.Equals("application/*", StringComparison.OrdinalIgnoreCase))
            {
                return Json;
            }
        }

        return null;
    }
}
