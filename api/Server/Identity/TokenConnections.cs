using System.Net;
using System.Text.Json;
using Integration.Graph.Engine.Http;
using Integration.Graph.Server.Http;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Tokens on connections that outlive a request. The payload of <c>connection_init</c> carries them under the names that
/// they have as headers, in any case; without a payload the headers of the request count. The token is judged again for
/// each operation and event, as it would be for a request.
/// </summary>
internal sealed class TokenConnections(ICallerResolver resolver) : IConnectionAuthenticator
{
    private const string Scheme = "Bearer ";
    private const string AuthorizationHeader = "Authorization";

    public object? Credentials(HttpContext http, JsonElement payload) => new TokenCredentials(
        Find(payload, AuthorizationHeader) ?? http.Request.Headers.Authorization.FirstOrDefault(),
        Find(payload, IdentityMiddleware.ActingRoleHeader) ?? http.Request.Headers[IdentityMiddleware.ActingRoleHeader].FirstOrDefault(),
        http.Connection.RemoteIpAddress);

    public async ValueTask<ConnectionCaller> JudgeAsync(object? credentials, CancellationToken cancellation)
    {
        var (authorization, actingRole, address) = (TokenCredentials)credentials!;
        if (authorization is null)
            return actingRole is null ? Of(Caller.Anonymous, address) : throw new CallerRefusedException("Acting-Role needs a token.");
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..] : authorization;
        var (caller, refusal) = await resolver.ResolveAsync(token.Trim(), actingRole, address, cancellation);
        return caller is not null
            ? Of(caller, address)
            : throw new CallerRefusedException(refusal!.Message, isTransient: !refusal.IsOfToken);
    }

    public void Enter(IServiceProvider services, ConnectionCaller caller) => services.GetRequiredService<CurrentCaller>().Value = (Caller)caller.Identity!;

    private static ConnectionCaller Of(Caller caller, IPAddress? address) =>
        new(caller.View, caller.CursorKey, caller.Role is null ? "address " + ClientAddress.Of(address) : $"{caller.Role} {caller.Subject}")
        {
            EndsAt = caller.ExpiresAt?.WithSkew(),
            Identity = caller,
        };

    private static string? Find(JsonElement payload, string name)
    {
        if (payload.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in payload.EnumerateObject())
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
                // What is no text is no token either, and is refused as one that is malformed.
                return property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : "";
        return null;
    }

    private sealed record TokenCredentials(string? Authorization, string? ActingRole, IPAddress? Address);
}

/// <summary>Who asks in a scope that belongs to no request of its own: an operation or event on a connection.</summary>
internal sealed class CurrentCaller
{
    public Caller? Value { get; set; }
}
