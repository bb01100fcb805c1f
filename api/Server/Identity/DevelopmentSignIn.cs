using System.Text.Json.Serialization;

namespace Integration.Graph.Server.Identity;

/// <summary>Endpoints of the development issuer: tokens, ready-made personas, discovery document and keys.</summary>
internal static class DevelopmentSignIn
{
    private const string WellKnown = "/.well-known/";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapPost("/token", IssueAsync);
        pages.MapGet("/personas", ListPersonasAsync);
        pages.MapGet(WellKnown + "openid-configuration", (DevelopmentIssuer issuer) => new Discovery(
            issuer.Keys.Issuer, issuer.Keys.Issuer + WellKnown + "jwks.json", issuer.Keys.Issuer + "/token"));
        pages.MapGet(WellKnown + "jwks.json", (DevelopmentIssuer issuer) => new KeySet([issuer.PublicKey()]));
    }

    private static async Task<IResult> IssueAsync(
        HttpContext context, DevelopmentIssuer issuer, ScopeDirectory scopes)
    {
        var request = await DevelopmentTokenRequest.ReadAsync(context.Request.Body, scopes, context.RequestAborted);
        if (request.Problems is { Count: > 0 } problems)
        {
            return Results.ValidationProblem(problems, title: "The request for a token is not valid.");
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new Token(
            issuer.Sign(request.ToClaims()), "Bearer", (int)DevelopmentIssuer.TokenLifetime.TotalSeconds));
    }

    private static async Task<IReadOnlyList<Persona>> ListPersonasAsync(
        ScopeDirectory scopes, CancellationToken cancellationToken)
    {
        var personas = new List<Persona>();
        foreach (var role in RoleNames.All)
        {
            var body = new Dictionary<string, string> { ["role"] = role.InTokens() };
            var claim = role.ScopeClaim();
            var scope = claim is null ? null : await scopes.FindExampleAsync(role, cancellationToken);
            if (claim is not null && scope is null)
            {
                continue;
            }

            if (scope is not null)
            {
                body[claim!] = scope.Key;
            }

            personas.Add(new Persona(Label(role, scope?.Name), role.InTokens(), claim, scope?.Key, body));
        }
        return personas;
    }

    private static string Label(Role role, string? scope) => role switch
    {
        Role.CentreWorker => $"Worker at the asylum centre {scope}",
        Role.Municipality => $"Caseworker of the municipality of {scope}",
        Role.BranchCoordinator => $"Coordinator of the branch {scope}",
        Role.Volunteer => $"Volunteer of the branch {scope}",
        Role.IntegrationConsultant => "Integration consultant",
        Role.DataProtectionOfficer => "Data protection officer",
        _ => "Administrator",
    };

    /// <summary>
    /// A ready-made sign-in. Claim and scope are null for national roles. Post the body to <c>/dev/token</c> to get a token.
    /// </summary>
    internal sealed record Persona(
        string Label, string Role, string? Claim, string? Scope, IReadOnlyDictionary<string, string> Body);

    private sealed record Token(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("token_type")] string TokenType,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);

    internal sealed record KeySet([property: JsonPropertyName("keys")] IReadOnlyList<IReadOnlyDictionary<string, string>> Keys);

    internal sealed record Discovery(
        [property: JsonPropertyName("issuer")] string Issuer,
        [property: JsonPropertyName("jwks_uri")] string Keys,
        [property: JsonPropertyName("token_endpoint")] string TokenEndpoint)
    {
        [JsonPropertyName("response_types_supported")]
        public string[] ResponseTypes { get; } = ["token"];

        [JsonPropertyName("subject_types_supported")]
        public string[] SubjectTypes { get; } = ["public"];

        [JsonPropertyName("id_token_signing_alg_values_supported")]
        public string[] Algorithms { get; } = ["ES256"];
    }
}
