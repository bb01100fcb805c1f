using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Engine.Http;

/// <summary>Chooses the media type of a response.</summary>
/// <remarks>Source: GraphQL over HTTP, "Media Types" and "Content Negotiation".</remarks>
public static class Negotiation
{
    internal const string Json = "application/json; charset=utf-8";
    internal const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";

    /// <summary>The available type that the client prefers; null if it accepts none.</summary>
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
    /// The type of an unsuccessful response, also for a client that asks for plain JSON. Only this type shows the client that
    /// the response comes from GraphQL and not from an intermediary.
    /// </summary>
    /// <param name="chosen">The type chosen for a successful response; null if the client accepts none.</param>
    internal static string TypeOfErrors(string? chosen) => chosen is null ? Json : GraphQLResponse;

    /// <summary>
    /// The type of a refusal with GraphQL <c>errors</c> by a component in front of GraphQL, which can have other clients
    /// too: GraphQL's own type for clients that ask for it, otherwise plain JSON.
    /// </summary>
    /// <param name="request">The refused request.</param>
    public static string TypeOfRefusal(HttpRequest request) => Choose(request) == GraphQLResponse ? GraphQLResponse : Json;
}
