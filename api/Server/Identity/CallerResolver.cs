using System.Net;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integration.Graph.Server.Identity;

/// <summary>Turns a token into the caller.</summary>
internal interface ICallerResolver
{
    /// <summary>Who asks with this token, or why the request is refused.</summary>
    /// <param name="token">The bare token, without <c>Bearer</c>.</param>
    /// <param name="actingRole">The <c>Acting-Role</c> header; null if the request has none.</param>
    /// <param name="address">Where the token comes from: refused tokens are counted by it.</param>
    /// <param name="cancellationToken">Ends the waiting, not what others wait for too.</param>
    ValueTask<CallerAnswer> ResolveAsync(string token, string? actingRole, IPAddress? address, CancellationToken cancellationToken);
}

/// <summary>
/// One request acts in one role, in one scope that exists. What the token would allow in other roles is left out of the
/// caller, so that nothing later can take it into account.
/// </summary>
internal sealed class CallerResolver(
    TokenValidator validator, IKeySource keys, ClaimRules claims, ScopeDirectory scopes, CallerCache cache, BadTokens badTokens, BadTokenReport report)
    : ICallerResolver
{
    // A claim that is there twice could be read in two ways.
    private static readonly JsonDocumentOptions PayloadOptions = new() { AllowDuplicateProperties = false };

    public ValueTask<CallerAnswer> ResolveAsync(
        string token, string? actingRole, IPAddress? address, CancellationToken cancellationToken)
    {
        var acting = RoleNames.Parse(actingRole);
        if (actingRole is not null && acting is null)
            return LimitAsync(token, null, acting, unknownRole: true, address, cancellationToken);
        var key = CallerCache.KeyOf(token, acting);
        if (cache.Find(key, keys.Version) is not { } known)
            return LimitAsync(token, key, acting, unknownRole: false, address, cancellationToken);
        if (known.Refusal is { } refusal)
            report.Note(refusal, address);
        return ValueTask.FromResult(known);
    }

    /// <summary>
    /// Judges the token, unless too many refused ones came from its address. A token that was good is judged whatever else
    /// comes from there.
    /// </summary>
    private async ValueTask<CallerAnswer> LimitAsync(
        string text, CallerCache.Key? key, Role? acting, bool unknownRole, IPAddress? address, CancellationToken cancellationToken)
    {
        using var attempt = key is { } seen && cache.WasGood(seen) ? null : await badTokens.TryBeginAsync(address, cancellationToken);
        var answer = attempt?.RetryAfter is { } wait
            ? Refusal.Unread(wait)
            : await ResolveAsync(text, key, acting, unknownRole, cancellationToken);
        if (attempt is not null)
            attempt.IsBad = answer.Refusal is { IsOfToken: true };
        if (attempt is null && answer.Refusal is { IsOfToken: true } && answer.Refusal != Refusal.Expired)
            cache.Remove(key!.Value);
        report.Judged(answer.Refusal, address);
        return answer;
    }

    private async ValueTask<CallerAnswer> ResolveAsync(
        string text, CallerCache.Key? key, Role? acting, bool unknownRole, CancellationToken cancellationToken)
    {
        var (token, keysVersion, refusal) = await validator.ValidateAsync(text, cancellationToken);
        if (token is null)
        {
            // It stays so, and clients that do not notice send it again and again.
            if (refusal == Refusal.Expired && key is { } expired)
                cache.Add(expired, keysVersion, Refusal.Expired, DateTimeOffset.MaxValue);
            return refusal!;
        }

        // A token that is wrong is said to be wrong first, whatever the header says.
        if (unknownRole)
            return Refusal.Role($"Acting-Role names no role; the roles are {RoleNames.List(RoleNames.All)}.");
        List<string> scope = [];
        Role role;
        try
        {
            using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), PayloadOptions);
            if (!TryChooseRole(payload.RootElement, acting, out role, out refusal))
                return refusal!;
            if (claims.ScopeClaim(role) is { } claim)
                scope = ClaimRules.ScopesIn(payload.RootElement, claim);
        }
        // The second one for escapes that are half a character.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Refusal.Token("The claims of the token cannot be read: they are nested too deeply, name a claim twice or hold half a character.");
        }
        var answer = await EnterScopeAsync(token, role, scope, cancellationToken);
        if (answer.Caller is { } caller)
            cache.Add(key!.Value, keysVersion, caller, token.EndsAt().WithSkew());
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
                $"Acting-Role names {wanted.InTokens()}, which the token does not carry; it carries "
                + $"{RoleNames.List(held)}."),
            { Count: > 1 } when acting is null => Refusal.Role(
                "The token carries several roles and one request acts in one: name it in the header Acting-Role, one of "
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
            return new Caller(role, "", 0, token.Subject, ends);
        if (values is not [var key])
            return Refusal.Role($"The role {role.InTokens()} needs exactly one value in the claim '{claim}'; the token "
                + $"carries {(values.Count == 0 ? "none" : "several")}.");
        var scope = await scopes.FindAsync(role, key, cancellationToken);
        return scope is null
            ? Refusal.Role($"The claim '{claim}' of the token names none that exists here.")
            : new Caller(role, scope.Key, scope.Id, token.Subject, ends);
    }
}
