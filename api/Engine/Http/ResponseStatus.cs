using Integration.Graph.Engine.Types;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>The status code of a response, for logs, proxies and dashboards. Clients rely on the body.</summary>
/// <remarks>Source: GraphQL over HTTP, "Status Codes", draft of 6 August 2026 (commit e1e46e7); see decisions/0014.</remarks>
internal static class ResponseStatus
{
    /// <summary>
    /// Status of a response with errors beside its data. Only clients that accept GraphQL's own media type receive this code,
    /// which the specification introduced.
    /// </summary>
    public const int PartialSuccess = 294;

    /// <summary>Status for the result of an executed operation.</summary>
    /// <param name="hasErrors">Whether some fields are missing.</param>
    /// <param name="mediaType">Media type of the response.</param>
    public static int OfResult(bool hasErrors, string mediaType) =>
        hasErrors && mediaType == Negotiation.GraphQLResponse ? PartialSuccess : StatusCodes.Status200OK;

    /// <summary>Status for a request that was not executed, or not completely.</summary>
    /// <param name="errors">The errors. If their codes differ, the status is 422: the document must be corrected first.</param>
    public static int OfErrors(IReadOnlyList<GraphQLError> errors) =>
        errors.All(e => e.Code == errors[0].Code) ? OfCode(errors[0].Code) : StatusCodes.Status422UnprocessableEntity;

    private static int OfCode(string? code) => code switch
    {
        ErrorCodes.SyntaxError => StatusCodes.Status400BadRequest,
        ErrorCodes.NotAuthenticated => StatusCodes.Status401Unauthorized,
        ErrorCodes.NotAuthorized or ErrorCodes.DocumentNotTrusted => StatusCodes.Status403Forbidden,
        ErrorCodes.AnswerOutdated => StatusCodes.Status409Conflict,
        ErrorCodes.Unavailable => StatusCodes.Status503ServiceUnavailable,
        ErrorCodes.TimedOut => StatusCodes.Status504GatewayTimeout,
        ErrorCodes.Internal => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
