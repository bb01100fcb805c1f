using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>Finds roles and scopes in the claims of a token.</summary>
/// <remarks>Issuers differ. <see cref="AuthenticationSettings"/> describes the configured one.</remarks>
internal sealed class ClaimRules
{
    private readonly Dictionary<string, Role> _roles;
    private readonly Dictionary<Role, ClaimPath> _scopes;
    private readonly bool _isMapped;

    public ClaimRules(IOptions<AuthenticationSettings> settings)
    {
        var value = settings.Value;
        RolesClaim = ClaimPath.Parse(value.EffectiveRolesClaim, out _)!;
        _isMapped = value.Roles.Count > 0;
        // If names are mapped, an unmapped name is not valid, even if it is one of the product's own names. The issuer
        // may use such a name for another purpose, and the operator has mapped every valid one.
        _roles = _isMapped
            ? value.Roles.ToDictionary(one => one.Key, one => RoleNames.Parse(one.Value)!.Value, StringComparer.Ordinal)
            : RoleNames.All.ToDictionary(RoleNames.InTokens, StringComparer.Ordinal);
        _scopes = RoleNames.All.Where(role => role.ScopeClaim() is not null).ToDictionary(
            role => role,
            role => ClaimPath.Parse(value.Scopes.GetValueOrDefault(role.ScopeClaim()!) ?? role.ScopeClaim()!, out _)!);
    }

    /// <summary>Path of the claim that contains the roles.</summary>
    public ClaimPath RolesClaim { get; }

    /// <summary>Returns the message for a token without a role. It names the claim, but no value of the token.</summary>
    public string NoRole(JsonElement payload) =>
        "The token has none of the roles "
        + (_isMapped ? "that Authentication:Roles names" : RoleNames.List(RoleNames.All))
        + $" (claim '{RolesClaim}'). "
        + (RolesClaim.Find(payload) is null ? "The token has no such claim." : "No value of this claim is a known role.");

    /// <summary>
    /// Returns the roles in the token, each once. The claim is a list of names, or a string of names separated by spaces.
    /// Unknown names belong to other systems and are ignored.
    /// </summary>
    public List<Role> RolesIn(JsonElement payload)
    {
        IEnumerable<string> names = RolesClaim.Find(payload) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!.Split(' '),
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray()
                .Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!),
            _ => [],
        };
        return [.. names.Where(_roles.ContainsKey).Select(name => _roles[name]).Distinct().Order()];
    }

    /// <summary>Returns the claim with the role's scope; null for national roles.</summary>
    public ClaimPath? ScopeClaim(Role role) => _scopes.GetValueOrDefault(role);

    /// <summary>
    /// Returns the values of a scope's claim: a string, a number or a list of them. A number is read as its digits.
    /// </summary>
    public static List<string> ScopesIn(JsonElement payload, ClaimPath claim)
    {
        IEnumerable<JsonElement> values = claim.Find(payload) switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
            { } one => [one],
            _ => [],
        };
        // Other JSON values are kept as text, which matches no scope.
        return [.. values.Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText()).Where(text => text.Length > 0)];
    }
}
