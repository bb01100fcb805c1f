using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>Determines the caller of a token.</summary>
internal interface ICallerResolver
{
    /// <summary>Returns the caller with this token, or why the request is refused.</summary>
    /// <param name="token">The bare token, without <c>Bearer</c>.</param>
    /// <param name="actingRole">Value of the <c>Acting-Role</c> header; null if the request has none.</param>
    /// <param name="address">Address of the client, by which refused tokens are counted.</param>
    /// <param name="cancellationToken">Cancels the waiting, but not work that other requests wait for too.</param>
    ValueTask<CallerAnswer> ResolveAsync(string token, string? actingRole, IPAddress? address, CancellationToken cancellationToken);
}

/// <summary>
/// Determines the one role of a request and its scope, which must exist. Other roles of the token are not part of the caller,
/// so no later code can use them.
/// </summary>
internal sealed class CallerResolver(
    TokenValidator validator, IKeySource keys, ClaimRules claims, ScopeDirectory scopes, CallerCache cache, BadTokens badTokens, BadTokenReport report)
    : ICallerResolver
{
    // A claim that occurs twice would be ambiguous.
    private static readonly JsonDocumentOptions PayloadOptions = new() { AllowDuplicateProperties = false };

    public ValueTask<CallerAnswer> ResolveAsync(
        string token, string? actingRole, IPAddress? address, CancellationToken cancellationToken)
    {
        var acting = RoleNames.Parse(actingRole);
        if (actingRole is not null && acting is null)
        {
            return LimitAsync(token, null, acting, unknownRole: true, address, cancellationToken);
        }

        var key = CallerCache.KeyOf(token, acting);
        if (cache.Find(key, keys.Version) is not { } known)
        {
            return LimitAsync(token, key, acting, unknownRole: false, address, cancellationToken);
        }

        if (known.Refusal is { } refusal)
        {
            report.Note(refusal, address);
        }

        return ValueTask.FromResult(known);
    }

    /// <summary>
    /// Checks the token, unless too many refused tokens came from its address. A token that was valid before is always checked.
    /// </summary>
    private async ValueTask<CallerAnswer> LimitAsync(
        string text, CallerCache.Key? key, Role? acting, bool unknownRole, IPAddress? address, CancellationToken cancellationToken)
    {
        using var attempt = key is { } seen && cache.WasGood(seen) ? null : await badTokens.TryBeginAsync(address, cancellationToken);
        var answer = attempt?.RetryAfter is { } wait
            ? Refusal.Unread(wait)
            : await ResolveAsync(text, key, acting, unknownRole, cancellationToken);
        if (attempt is not null)
        {
            attempt.IsBad = answer.Refusal is { IsOfToken: true };
        }

        if (attempt is null && answer.Refusal is { IsOfToken: true } && answer.Refusal != Refusal.Expired)
        {
            cache.Remove(key!.Value);
        }

        report.Judged(answer.Refusal, address);
        return answer;
    }

    private async ValueTask<CallerAnswer> ResolveAsync(
        string text, CallerCache.Key? key, Role? acting, bool unknownRole, CancellationToken cancellationToken)
    {
        var (token, keysVersion, refusal) = await validator.ValidateAsync(text, cancellationToken);
        if (token is null)
        {
            // An expired token stays expired, and some clients keep sending it.
            if (refusal == Refusal.Expired && key is { } expired)
            {
                cache.Add(expired, keysVersion, Refusal.Expired, DateTimeOffset.MaxValue);
            }

            return refusal!;
        }

        // An invalid token is reported first, before a wrong header.
        if (unknownRole)
        {
            return Refusal.Role($"Acting-Role does not name a role; the roles are {RoleNames.List(RoleNames.All)}.");
        }

        List<string> scope = [];
        Role role;
        try
        {
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), PayloadOptions);
            if (!TryChooseRole(payload.RootElement, acting, out role, out refusal))
            {
                return refusal!;
            }

            if (claims.ScopeClaim(role) is { } claim)
            {
                scope = ClaimRules.ScopesIn(payload.RootElement, claim);
            }
        }
        // InvalidOperationException: an escape sequence with half of a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Refusal.Token("The claims of the token cannot be read: they are nested too deeply, contain a claim twice or contain an incomplete character.");
        }
        var answer = await EnterScopeAsync(token, role, scope, cancellationToken);
        if (answer.Caller is { } caller)
        {
            cache.Add(key!.Value, keysVersion, caller, token.EndsAt().WithSkew());
        }

        return answer;
    }

    private bool TryChooseRole(JsonElement payload, Role? acting, out Role role, out Refusal? refusal)
    {
        var held = claims.RolesIn(payload);
        role = acting ?? held.FirstOrDefault();
        refusal = held switch
        {
            [] => Refusal.Role(claims.NoRole(payload)),
            _ when acting is { } wanted && !held.Contains(wanted) => Refusal.Role(
                $"Acting-Role names {wanted.InTokens()}, which the token does not have; it has "
                + $"{RoleNames.List(held)}."),
            { Count: > 1 } when acting is null => Refusal.Role(
                "The token has several roles, but a request acts in one. Name it in the header Acting-Role: one of "
                + $"{RoleNames.List(held)}."),
            _ => null,
        };
        return refusal is null;
    }

    private async ValueTask<CallerAnswer> EnterScopeAsync(
        JsonWebToken token, Role role, List<string> values, CancellationToken cancellationToken)
    {
        var ends = token.EndsAt();
        if (claims.ScopeClaim(role) is not { } claim)
        {
            return new Caller(role, "", 0, token.Subject, ends);
        }

        if (values is not [var key])
        {
            return Refusal.Role($"The role {role.InTokens()} needs exactly one value in the claim '{claim}'; the token "
                + $"has {(values.Count == 0 ? "none" : "several")}.");
        }

        var scope = await scopes.FindAsync(role, key, cancellationToken);
        return scope is null
            ? Refusal.Role($"The value of the token's claim '{claim}' does not exist in this system.")
            : new Caller(role, scope.Key, scope.Id, token.Subject, ends);
    }
}
