using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Identity;

/// <summary>Where a token carries roles and scopes, and by which names.</summary>
/// <remarks>Issuers differ: <see cref="AuthenticationSettings"/> says what the configured one does.</remarks>
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
        // With a mapping, the product's own names count only if the mapping has them: the issuer may use such a name for
        // something else, and the operator has named everything that counts.
        _roles = _isMapped
            ? value.Roles.ToDictionary(one => one.Key, one => RoleNames.Parse(one.Value)!.Value, StringComparer.Ordinal)
            : RoleNames.All.ToDictionary(RoleNames.InTokens, StringComparer.Ordinal);
        _scopes = RoleNames.All.Where(role => role.ScopeClaim() is not null).ToDictionary(
            role => role,
            role => ClaimPath.Parse(value.Scopes.GetValueOrDefault(role.ScopeClaim()!) ?? role.ScopeClaim()!, out _)!);
    }

    /// <summary>The claim that names the roles.</summary>
    public ClaimPath RolesClaim { get; }

    /// <summary>Why a token has no role: names the claim, and no value of the token.</summary>
    public string NoRole(JsonElement payload) =>
        "The token carries none of the roles "
        + (_isMapped ? "that Authentication:Roles names" : RoleNames.List(RoleNames.All))
        + $" (claim '{RolesClaim}'). "
        + (RolesClaim.Find(payload) is null ? "The token has no such claim." : "No value of this claim is a known role.");

    /// <summary>
    /// The roles in the token, each once. The claim is a list of names, or a text of names separated by spaces. Names that
    /// are unknown belong to other systems and are left out.
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

    /// <summary>The claim that says where the role holds; null for roles that hold nationally.</summary>
    public ClaimPath? ScopeClaim(Role role) => _scopes.GetValueOrDefault(role);

    /// <summary>The values of a scope's claim: a text, a number or a list of them. A number counts as its digits.</summary>
    public static List<string> ScopesIn(JsonElement payload, ClaimPath claim)
    {
        IEnumerable<JsonElement> values = claim.Find(payload) switch
        {
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
            { } one => [one],
            _ => [],
        };
        // Anything but a text or number is a value too, and no scope has its name.
        return [.. values.Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText()).Where(text => text.Length > 0)];
    }
}
