using Microsoft.Extensions.Primitives;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Determines the caller before any other middleware handles the request. An invalid token is refused even where none is
/// needed: a client that sends a token must learn that it is not accepted.
/// </summary>
internal sealed class IdentityMiddleware(RequestDelegate next, ICallerResolver resolver, BadTokenReport report)
{
    public const string ActingRoleHeader = "Acting-Role";
    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var authorization = headers.Authorization;
        var acting = headers[ActingRoleHeader];
        if (authorization.Count > 0)
        {
            return ResolveAsync(context, authorization, acting);
        }

        if (acting.Count > 0)
        {
            return RefuseAsync(context, Refusal.Request("Acting-Role needs a token in the header Authorization."));
        }

        context.Features.Set(Caller.Anonymous);
        return next(context);
    }

    private async Task ResolveAsync(HttpContext context, StringValues authorization, StringValues acting)
    {
        if (authorization.Count > 1 || !authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, Refusal.Request("The header Authorization must occur once and contain 'Bearer' followed by a token."));
            return;
        }

        var actingRole = acting.Count == 0 ? null : acting.ToString();
        var (caller, refusal) = await resolver.ResolveAsync(
            authorization[0]![Scheme.Length..].Trim(), actingRole, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (caller is not null)
        {
            context.Features.Set(caller);
        }

        await (refusal is null ? next(context) : refusal.WriteAsync(context));
    }

    /// <summary>Refuses a request that has no token that could be checked.</summary>
    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        report.Note(refusal, context.Connection.RemoteIpAddress);
        return refusal.WriteAsync(context);
    }
}
