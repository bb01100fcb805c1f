using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Integration.Graph.Engine.Http;

/// <summary>A request as the client sent it. Unknown properties are ignored.</summary>
/// <remarks>Source: GraphQL over HTTP, "Request Parameters".</remarks>
internal sealed record GraphQLRequest(string Query, string? OperationName, JsonElement Variables)
{
    /// <summary>Reads the request of a POST.</summary>
    /// <exception cref="GraphQLHttpException">The body is no request.</exception>
    public static async Task<GraphQLRequest> ReadAsync(HttpContext http, long maxSize)
    {
        var type = http.Request.ContentType is { } given ? new System.Net.Mime.ContentType(given) : null;
        if (type?.MediaType != "application/json")
        {
            throw new GraphQLHttpException(StatusCodes.Status415UnsupportedMediaType, "The body must be of type application/json.");
        }

        if (type.CharSet is { } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new GraphQLHttpException(StatusCodes.Status415UnsupportedMediaType, "The body must be in UTF-8.");
        }

        if (http.Request.ContentLength > maxSize)
        {
            throw TooLarge(maxSize);
        }

        using var body = new MemoryStream((int)(http.Request.ContentLength ?? 1024));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            if (body.Length + read > maxSize)
            {
                throw TooLarge(maxSize);
            }

            body.Write(buffer, 0, read);
        }

        try
        {
            using var document = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length), new JsonDocumentOptions { MaxDepth = 64 });
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "The body is not valid JSON.");
        }
    }

    /// <summary>Reads the request of a GET.</summary>
    /// <exception cref="GraphQLHttpException">The URL is no request.</exception>
    public static GraphQLRequest Read(IQueryCollection url)
    {
        if (url["query"] is not [{ Length: > 0 } query])
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "The URL has no parameter `query`.");
        }

        JsonElement variables = default;
        if (url["variables"] is [{ Length: > 0 } text])
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                variables = document.RootElement.Clone();
            }
            catch (JsonException)
            {
                throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "The parameter `variables` is not valid JSON.");
            }
        }

        return new GraphQLRequest(query, url["operationName"] is [{ Length: > 0 } name] ? name : null, Checked(variables, "variables"));
    }

    private static GraphQLRequest Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw new GraphQLHttpException(
                StatusCodes.Status400BadRequest,
                body.ValueKind == JsonValueKind.Array ? "Batches are not supported; send one operation a request." : "The body must be a JSON object.");
        }

        if (!body.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String)
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "The body has no string `query`.");
        }

        var name = body.TryGetProperty("operationName", out var given) ? given : default;
        if (name.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.String))
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "`operationName` must be a string.");
        }

        if (body.TryGetProperty("extensions", out var extensions))
        {
            Checked(extensions, "extensions");
        }

        var variables = body.TryGetProperty("variables", out var values) ? Checked(values, "variables") : default;
        return new GraphQLRequest(Text(query), name.ValueKind == JsonValueKind.String ? name.GetString() : null, variables.ValueKind == JsonValueKind.Undefined ? default : variables.Clone());
    }

    private static string Text(JsonElement json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new GraphQLHttpException(StatusCodes.Status400BadRequest, "`query` is not valid Unicode.");
        }
    }

    private static JsonElement Checked(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Object => value,
        JsonValueKind.Null => default,
        _ => throw new GraphQLHttpException(StatusCodes.Status400BadRequest, $"`{name}` must be a JSON object."),
    };

    private static GraphQLHttpException TooLarge(long maxSize) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {maxSize} bytes.");
}

/// <summary>A request that is refused before GraphQL comes into it.</summary>
internal sealed class GraphQLHttpException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
