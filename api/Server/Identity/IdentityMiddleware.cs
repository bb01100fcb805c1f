using Microsoft.Extensions.Primitives;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Settles who asks before anything else looks at the request. A token that is wrong is refused even where nobody needs
/// one: who sends it means to be somebody, and must hear that they are not.
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
            return ResolveAsync(context, authorization, acting);
        if (acting.Count > 0)
            return RefuseAsync(context, Refusal.Request("Acting-Role needs a token in the header Authorization."));
        context.Features.Set(Caller.Anonymous);
        return next(context);
    }

    private async Task ResolveAsync(HttpContext context, StringValues authorization, StringValues acting)
    {
        if (authorization.Count > 1 || !authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, Refusal.Request("The header Authorization is no single 'Bearer' followed by a token."));
            return;
        }

        var actingRole = acting.Count == 0 ? null : acting.ToString();
        var (caller, refusal) = await resolver.ResolveAsync(
            authorization[0]![Scheme.Length..].Trim(), actingRole, context.Connection.RemoteIpAddress, context.RequestAborted);
        if (caller is not null)
            context.Features.Set(caller);
        await (refusal is null ? next(context) : refusal.WriteAsync(context));
    }

    /// <summary>For a request without a token that could be judged.</summary>
    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        report.Note(refusal, context.Connection.RemoteIpAddress);
        return refusal.WriteAsync(context);
    }
}
