using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Engine.Http;

/// <summary>Reads requests from HTTP and from messages.</summary>
/// <remarks>Source: GraphQL over HTTP, "Request".</remarks>
internal static class RequestReader
{
    private const string MediaType = "application/json";
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 64 };

    /// <summary>Reads the request from the body of a POST.</summary>
    /// <exception cref="GraphQLHttpException">The body is not a valid request.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpContext http, long maxSize)
    {
        if (http.Request.ContentType != MediaType)
        {
            CheckType(http.Request.ContentType);
        }

        if (http.Request.ContentLength > maxSize)
        {
            throw TooLarge(maxSize);
        }

        var body = http.Request.BodyReader;
        var read = await body.ReadAsync(http.RequestAborted);
        while (!read.IsCompleted && read.Buffer.Length <= maxSize)
        {
            // Consumes nothing until the whole body has arrived.
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(http.RequestAborted);
        }

        if (read.Buffer.Length > maxSize)
        {
            body.AdvanceTo(read.Buffer.End);
            throw TooLarge(maxSize);
        }

        try
        {
            using var document = JsonDocument.Parse(read.Buffer, Json);
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "The body is not valid JSON.");
        }
        finally
        {
            body.AdvanceTo(read.Buffer.End);
        }
    }

    private static void CheckType(string? given)
    {
        if (!MediaTypeHeaderValue.TryParse(given, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphQLHttpException(StatusCodes.Status415UnsupportedMediaType, "The body must be of type application/json.");
        }

        if (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphQLHttpException(StatusCodes.Status415UnsupportedMediaType, "The body must be in UTF-8.");
        }
    }

    /// <summary>Reads the request from the URL of a GET.</summary>
    /// <exception cref="GraphQLHttpException">The URL is not a valid request.</exception>
    public static GraphQLRequest Read(IQueryCollection url)
    {
        var query = url["query"] is [{ Length: > 0 } text] ? text : null;
        var id = url["id"] is [{ Length: > 0 } selected] ? selected : null;
        CheckOne(query, id, "The URL has no parameter `query`.");

        JsonElement variables = default;
        if (url["variables"] is [{ Length: > 0 } given])
        {
            try
            {
                using var document = JsonDocument.Parse(given);
                variables = InUnicode(document.RootElement, "The parameter `variables`").Clone();
            }
            catch (JsonException)
            {
                throw NotWellFormed("The parameter `variables` is not valid JSON.");
            }
        }

        return new GraphQLRequest(query, id, url["operationName"] is [{ Length: > 0 } name] ? name : null, Checked(variables, "variables"));
    }

    /// <summary>Reads the request from a JSON body or message.</summary>
    /// <exception cref="GraphQLHttpException">The JSON is not a valid request.</exception>
    public static GraphQLRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw NotWellFormed(body.ValueKind == JsonValueKind.Array ? "Batches are not supported; send one operation per request." : "The body must be a JSON object.");
        }

        InUnicode(body, "The body");
        var query = body.TryGetProperty("query", out var document) && document.ValueKind == JsonValueKind.String ? document.GetString() : null;
        var id = body.TryGetProperty("id", out var selected) && selected.ValueKind == JsonValueKind.String ? selected.GetString() : null;
        CheckOne(query, id, "The body has no string `query`.");
        var name = body.TryGetProperty("operationName", out var given) ? given : default;
        if (name.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String))
        {
            throw NotWellFormed("`operationName` must be a string.");
        }

        if (body.TryGetProperty("extensions", out var extensions))
        {
            Checked(extensions, "extensions");
        }

        var variables = body.TryGetProperty("variables", out var values) ? Checked(values, "variables") : default;
        return new GraphQLRequest(query, id, name.ValueKind == JsonValueKind.String ? name.GetString() : null, variables.ValueKind == JsonValueKind.Undefined ? default : variables.Clone());
    }

    /// <summary>Checks that the request has either a document or an id. With both, the meaning would be ambiguous.</summary>
    private static void CheckOne(string? query, string? id, string missing)
    {
        if (query is null && id is null)
        {
            throw NotWellFormed(missing);
        }

        if (query is not null && id is not null)
        {
            throw NotWellFormed("Send either `query` or the `id` of a trusted document, not both.");
        }
    }

    private static JsonElement InUnicode(JsonElement json, string what) => JsonUnicode.IsValid(json)
        ? json
        : throw new GraphQLHttpException(StatusCodes.Status400BadRequest, what + " is not valid Unicode.");

    private static JsonElement Checked(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Object => value,
        JsonValueKind.Null => default,
        _ => throw NotWellFormed($"`{name}` must be a JSON object."),
    };

    /// <summary>Creates the error for JSON that can be read, but is not a request.</summary>
    private static GraphQLHttpException NotWellFormed(string message) => new(StatusCodes.Status422UnprocessableEntity, message);

    private static GraphQLHttpException TooLarge(long maxSize) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {maxSize} bytes (MaxRequestBodySize).");
}

/// <summary>The request is refused at the HTTP level, before GraphQL processing begins.</summary>
internal sealed class GraphQLHttpException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
