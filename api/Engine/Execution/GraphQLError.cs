using Integration.Graph.Engine.Language;

namespace Integration.Graph.Engine.Execution;

/// <summary>An error of a response.</summary>
/// <remarks>Specification: 7.1.7 Errors.</remarks>
/// <param name="Message">For people; holds nothing personal and no internals.</param>
public sealed record GraphQLError(string Message)
{
    /// <summary>Where in the document; empty if it is about none.</summary>
    public IReadOnlyList<SourceLocation> Locations { get; init; } = [];

    /// <summary>Response names and list indices from the root; null for a request error.</summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary><c>extensions.code</c>; null if there is none.</summary>
    public string? Code { get; init; }

    /// <summary><c>extensions.coordinate</c>: the schema coordinate that it is about; null if it is about none.</summary>
    public string? Coordinate { get; init; }

    /// <summary>Writes the error as the specification's map.</summary>
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

/// <summary>Codes of <c>extensions.code</c> that the engine itself gives.</summary>
public static class ErrorCodes
{
    /// <summary>The document is not GraphQL.</summary>
    public const string SyntaxError = "GRAPHQL_PARSE_FAILED";

    /// <summary>The document is not valid against the schema, or the operation cannot be chosen.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>A variable or argument cannot be taken.</summary>
    public const string BadInput = "BAD_USER_INPUT";

    /// <summary>The role may not select the field.</summary>
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";

    /// <summary>Nobody is signed in, and the field needs a role.</summary>
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";

    /// <summary>A cursor that was not given out by this query to this caller.</summary>
    public const string InvalidCursor = "INVALID_CURSOR";

    /// <summary>More than a limit allows; the message names it.</summary>
    public const string LimitExceeded = "LIMIT_EXCEEDED";

    /// <summary>The operation took longer than the execution time-out, and was broken off.</summary>
    public const string TimedOut = "EXECUTION_TIMED_OUT";

    /// <summary>The caller has sent more requests than it may in a time.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>What was asked for changed again and again while it was answered.</summary>
    public const string AnswerOutdated = "ANSWER_OUTDATED";

    /// <summary>A subscription was ended because its events came faster than they were received.</summary>
    public const string SubscriberTooSlow = "SUBSCRIBER_TOO_SLOW";

    /// <summary>No trusted document has the id.</summary>
    public const string DocumentNotFound = "DOCUMENT_NOT_FOUND";

    /// <summary>Only trusted documents are run, and a document was sent.</summary>
    public const string DocumentNotTrusted = "DOCUMENT_NOT_TRUSTED";

    /// <summary>The database is out of reach for now.</summary>
    public const string Unavailable = "SERVICE_UNAVAILABLE";

    /// <summary>Something went wrong inside; the message has the id that the log has too.</summary>
    public const string Internal = "INTERNAL_SERVER_ERROR";
}
