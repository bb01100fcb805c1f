using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Microsoft.Net.Http.Headers;

namespace Integration.Graph.Server.Http;

/// <summary>Serves the caller's schema as SDL, or the full schema with <c>?full</c>.</summary>
internal static class SchemaEndpoint
{
    public static IResult Answer(HttpContext http, RequestExecutor executor, PrintedSchemas schemas)
    {
        var isFull = http.Request.Query.ContainsKey("full");
        return Answer(http, schemas.Of(isFull ? executor.Schema : executor.View(http.GetCaller().View).Schema), isFull);
    }

    private static IResult Answer(HttpContext http, PrintedSchema schema, bool isFull)
    {
        var headers = http.Response.Headers;
        if (isFull)
        {
            // The same for every caller, and no secret.
            headers.CacheControl = "public, max-age=300";
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin);
        }
        else
        {
            // A role's schema: cached by the client only and revalidated each time. An unchanged one is not sent again.
            headers.CacheControl = "private, no-cache";
            headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Origin, HeaderNames.Authorization, IdentityMiddleware.ActingRoleHeader);
        }

        headers.ETag = schema.ETag.ToString();
        return http.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(schema.ETag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Text(schema.Text);
    }
}

/// <summary>A schema's text with its entity tag, which is weak because the response may be compressed.</summary>
internal sealed record PrintedSchema(string Text, EntityTagHeaderValue ETag);

/// <summary>Prints each schema once: one for each view, and the full one. A schema lives as long as the server.</summary>
internal sealed class PrintedSchemas
{
    private readonly ConcurrentDictionary<Schema, PrintedSchema> _printed = new();

    public PrintedSchema Of(Schema schema) => _printed.GetOrAdd(schema, static schema =>
    {
        var text = SchemaPrinter.Print(schema);
        return new PrintedSchema(text, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16])}\"", isWeak: true));
    });
}
