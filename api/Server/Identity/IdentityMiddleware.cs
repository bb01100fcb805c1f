using Microsoft.Extensions.Primitives;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// Settles who asks before anything else looks at the request. A token that is wrong is refused even where nobody needs
/// one: who sends it means to be somebody, and must hear that they are not.
/// </summary>
internal sealed partial class IdentityMiddleware(
    RequestDelegate next, ICallerResolver resolver, ILogger<IdentityMiddleware> logger)
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
        Refusal? refusal;
        if (authorization.Count > 1 || !authorization[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            refusal = Refusal.Request("The header Authorization is no single 'Bearer' followed by a token.");
        }
        else
        {
            var actingRole = acting.Count == 0 ? null : acting.ToString();
            var answer = await resolver.ResolveAsync(
                authorization[0]![Scheme.Length..].Trim(), actingRole, context.RequestAborted);
            refusal = answer.Refusal;
            if (answer.Caller is { } caller)
                context.Features.Set(caller);
        }
        await (refusal is null ? next(context) : RefuseAsync(context, refusal));
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        RequestRefused(refusal.Status, refusal.Message);
        return refusal.WriteAsync(context);
    }

    // The text is one of the server's own and holds nothing that came with the request.
    [LoggerMessage(Level = LogLevel.Information, Message = "Request refused with {Status}: {Reason}")]
    private partial void RequestRefused(int status, string reason);
}
