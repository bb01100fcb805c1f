namespace Integration.Graph.Server.Identity;

/// <summary>The caller of a request.</summary>
internal static class RequestCaller
{
    /// <summary>Returns the caller that <see cref="IdentityMiddleware"/> has determined.</summary>
    public static Caller GetCaller(this HttpContext context) => context.Features.Get<Caller>()
        ?? throw new InvalidOperationException("UseIdentity must come before middleware that needs the caller.");
}
