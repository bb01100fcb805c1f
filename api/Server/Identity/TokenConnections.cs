using System.Net;
using System.Text.Json;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Http;

namespace Integration.Graph.Server.Identity;

/// <summary>Authenticates connections that outlive a request, such as WebSockets.</summary>
/// <remarks>
/// The payload of <c>connection_init</c> contains the token and the acting role under the names of the headers, in any case.
/// Values missing there are taken from the request's headers. The token is checked again for each operation and event, as for
/// a request.
/// </remarks>
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
        {
            return actingRole is null ? Of(Caller.Anonymous, address) : throw new CallerRefusedException("Acting-Role needs a token.");
        }

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
        {
            return null;
        }

        foreach (var property in payload.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind != JsonValueKind.Null)
            {
                // A value that is not a string is refused as a malformed token.
                return property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : "";
            }
        }

        return null;
    }

    private sealed record TokenCredentials(string? Authorization, string? ActingRole, IPAddress? Address);
}

/// <summary>The caller in a service scope without a request: an operation or event on a connection.</summary>
internal sealed class CurrentCaller
{
    public Caller? Value { get; set; }
}
