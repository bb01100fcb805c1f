using System.Text.Json;
using Integration.Graph.Engine.Http;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Identity;

/// <summary>Why a request is refused before it is processed.</summary>
/// <remarks>
/// The message is also sent in a header. It is therefore printable ASCII without quotation marks, and contains nothing from the
/// request.
/// </remarks>
internal sealed record Refusal(int Status, string Code, string BearerError, string Message)
{
    private const int RetryAfterSeconds = 10;

    /// <summary>Seconds after which the client may retry; 0 if a retry does not help.</summary>
    public int RetryAfter { get; init; } = Status == StatusCodes.Status503ServiceUnavailable ? RetryAfterSeconds : 0;

    /// <summary>Whether the token was checked and is refused, so that it would be refused again.</summary>
    public bool IsOfToken => Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden;

    /// <summary>The token is not valid.</summary>
    public static Refusal Token(string message) => new(401, "AUTH_NOT_AUTHENTICATED", "invalid_token", message);

    /// <summary>The request does not identify its caller in a readable form.</summary>
    public static Refusal Request(string message) => new(401, "AUTH_NOT_AUTHENTICATED", "invalid_request", message);

    /// <summary>The token is valid, but lacks a role or scope that the request needs.</summary>
    public static Refusal Role(string message) => new(403, "AUTH_NOT_AUTHORIZED", "insufficient_scope", message);

    public static Refusal Expired { get; } = Token("The token has expired.");

    /// <summary>Too many refused tokens came from the address, so an unknown one is not checked.</summary>
    public static Refusal Unread(TimeSpan wait) => new(StatusCodes.Status429TooManyRequests, ErrorCodes.RateLimited, "",
        $"Too many refused tokens came from this address (RateLimit:BadTokens). Try again in {(int)wait.TotalSeconds} s.")
    {
        RetryAfter = (int)wait.TotalSeconds,
    };

    public static Refusal IssuerUnavailable { get; } = new(503, "AUTH_ISSUER_UNAVAILABLE", "",
        "The token cannot be checked now, because the keys of its issuer cannot be read. Try again in a few seconds.");

    public static Refusal DatabaseUnavailable { get; } = new(503, ErrorCodes.Unavailable, "",
        "The service is unavailable, because its database cannot be reached. The request was not partially executed. Try again in a few seconds.");

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter > 0)
        {
            response.Headers.RetryAfter = RetryAfter.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        else if (BearerError.Length > 0)
        {
            response.Headers.WWWAuthenticate = $"Bearer error=\"{BearerError}\", error_description=\"{Message}\"";
        }

        response.ContentType = Negotiation.TypeOfRefusal(context.Request);
        await using var json = new Utf8JsonWriter(response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteString("message", Message);
        json.WriteStartObject("extensions");
        json.WriteString("code", Code);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>Either the caller or why the request is refused.</summary>
internal readonly record struct CallerAnswer(Caller? Caller, Refusal? Refusal)
{
    public static implicit operator CallerAnswer(Caller caller) => new(caller, null);

    public static implicit operator CallerAnswer(Refusal refusal) => new(null, refusal);
}
