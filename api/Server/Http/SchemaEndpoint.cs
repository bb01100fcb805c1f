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
    public static void MapSchema(this WebApplication app)
    {
        // One for each view, and one for the full schema. A schema lives as long as the server.
        var printed = new ConcurrentDictionary<Schema, Printed>();
        app.MapGet("/graphql/schema", (HttpContext http, RequestExecutor executor) =>
        {
            var isFull = http.Request.Query.ContainsKey("full");
            var schema = isFull ? executor.Schema : executor.View(http.GetCaller().View).Schema;
            return Answer(http, printed.GetOrAdd(schema, static schema => Printed.Of(schema)), isFull);
        }).RequireCors(Cors.Configured).LimitPerClient();
    }

    private static IResult Answer(HttpContext http, Printed schema, bool isFull)
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

    /// <summary>A schema's text with its entity tag, which is weak because the response may be compressed.</summary>
    private sealed record Printed(string Text, EntityTagHeaderValue ETag)
    {
        public static Printed Of(Schema schema)
        {
            var text = SchemaPrinter.Print(schema);
            return new Printed(text, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16])}\"", isWeak: true));
        }
    }
}
