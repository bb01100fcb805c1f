using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Types;

/// <summary>An error of a response.</summary>
/// <remarks>Specification: 7.1.7 Errors.</remarks>
/// <param name="Message">Message for people. Contains neither personal values nor internals.</param>
public sealed record GraphQLError(string Message)
{
    /// <summary>Locations in the document; empty if the error has none.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Response names and list indexes from the root; null for a request error.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary><c>extensions.code</c>; null if there is none.</summary>
    public string? Code { get; init; }

    /// <summary><c>extensions.coordinate</c>: the schema coordinate of the element concerned; null if there is none.</summary>
    public string? Coordinate { get; init; }

    /// <summary>Writes the error in the specification's format.</summary>
    public void Write(JsonOutput output)
    {
        output.WriteRaw((byte)'{');
        output.WritePropertyName("message");
        output.WriteStringValue(Message);
        if (Locations.Count > 0)
        {
            output.WriteRaw(",\"locations\":["u8);
            for (var i = 0; i < Locations.Count; i++)
            {
                output.WriteRaw(i == 0 ? "{\"line\":"u8 : ",{\"line\":"u8);
                output.WriteNumberValue((long)Locations[i].Line);
                output.WriteRaw(",\"column\":"u8);
                output.WriteNumberValue((long)Locations[i].Column);
                output.WriteRaw((byte)'}');
            }

            output.WriteRaw((byte)']');
        }

        if (Path is not null)
        {
            output.WriteRaw(",\"path\":["u8);
            for (var i = 0; i < Path.Count; i++)
            {
                if (i > 0)
                {
                    output.WriteRaw((byte)',');
                }

                if (Path[i] is int index)
                {
                    output.WriteNumberValue((long)index);
                }
                else
                {
                    output.WriteStringValue((string)Path[i]);
                }
            }

            output.WriteRaw((byte)']');
        }

        if (Code is not null || Coordinate is not null)
        {
            output.WriteRaw(",\"extensions\":{"u8);
            if (Code is not null)
            {
                output.WritePropertyName("code");
                output.WriteStringValue(Code);
            }

            if (Coordinate is not null)
            {
                if (Code is not null)
                {
                    output.WriteRaw((byte)',');
                }

                output.WritePropertyName("coordinate");
                output.WriteStringValue(Coordinate);
            }

            output.WriteRaw((byte)'}');
        }

        output.WriteRaw((byte)'}');
    }
}

/// <summary>The values of <c>extensions.code</c> that the engine uses.</summary>
public static class ErrorCodes
{
    /// <summary>The document does not follow the GraphQL grammar.</summary>
    public const string SyntaxError = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document is not valid against the schema, or the operation cannot be selected.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>A variable or argument has an invalid value.</summary>
    public const string BadInput = "BAD_USER_INPUT";

    /// <summary>The role may not select the field.</summary>
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";

    /// <summary>The request has no token, and the field requires a role.</summary>
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    /// <summary>The cursor was not issued to this caller by this query.</summary>
    public const string InvalidCursor = "INVALID_CURSOR";

    /// <summary>A limit was exceeded; the message names it.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>The operation exceeded the execution time-out and was cancelled.</summary>
    public const string TimedOut = "EXECUTION_TIMED_OUT";

    /// <summary>The caller has exceeded its number of requests per time.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>The data changed repeatedly while the response was prepared.</summary>
    public const string AnswerOutdated = "ANSWER_OUTDATED";

    /// <summary>The subscription ended because its events arrived faster than the subscriber received them.</summary>
    public const string SubscriberTooSlow = "SUBSCRIBER_TOO_SLOW";

    /// <summary>There is no trusted document with the id.</summary>
    public const string DocumentNotFound = "DOCUMENT_NOT_FOUND";

    /// <summary>The request contains a document, but the server runs only trusted documents.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>The database cannot be reached at the moment.</summary>
    public const string Unavailable = "SERVICE_UNAVAILABLE";

    /// <summary>An internal error; the message contains the id under which it is logged.</summary>
    public const string Internal = "INTERNAL_SERVER_ERROR";
}
