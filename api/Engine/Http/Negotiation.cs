using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Engine.Http;

/// <summary>Which media type an answer has.</summary>
/// <remarks>Source: GraphQL over HTTP, "Media Types" and "Content Negotiation".</remarks>
public static class Negotiation
{
    internal const string Json = "application/json; charset=utf-8";
    internal const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    /// <summary>The type that the client likes best of those there are; null if it takes none of them.</summary>
    internal static string? Choose(HttpRequest request)
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

    /// <summary>
    /// The type of an answer that is no success: a client can only be sure that it comes from GraphQL, and not from something
    /// on the way, if the type says so, which is why one that asks for plain JSON gets it too.
    /// </summary>
    /// <param name="chosen">What was chosen for success; null if the client takes nothing that there is.</param>
    internal static string TypeOfErrors(string? chosen) => chosen is null ? Json : GraphQLResponse;

    /// <summary>
    /// The type of a refusal with GraphQL's <c>errors</c> by something in front of GraphQL, which may serve more than its
    /// clients: GraphQL's own for those that ask for it, and they read the errors then.
    /// </summary>
    /// <param name="request">The request that is refused.</param>
    public static string TypeOfRefusal(HttpRequest request) => Choose(request) == GraphQLResponse ? GraphQLResponse : Json;
}
