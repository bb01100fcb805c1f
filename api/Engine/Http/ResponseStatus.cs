using Integration.Graph.Engine.Execution;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>The status code of an answer, for whoever does not read it: logs, proxies, dashboards. Clients read the answer.</summary>
/// <remarks>Source: GraphQL over HTTP, "Status Codes", draft of 6 August 2026 (commit e1e46e7); see decisions/0014.</remarks>
internal static class ResponseStatus
{
    /// <summary>
    /// Of an answer that has errors beside its data. Only clients that know GraphQL's own media type are told so, by a
    /// code that the specification made up.
    /// </summary>
    public const int PartialSuccess = 294;

    /// <summary>Of the result of an operation that was run.</summary>
    /// <param name="hasErrors">Whether some fields are missing.</param>
    /// <param name="mediaType">Of the answer.</param>
    public static int OfResult(bool hasErrors, string mediaType) =>
        hasErrors && mediaType == Negotiation.GraphQLResponse ? PartialSuccess : StatusCodes.Status200OK;

    /// <summary>Of a request that was not run, or not to its end.</summary>
    /// <param name="errors">What is wrong; if there is more than one thing, the document is what has to be corrected first.</param>
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
