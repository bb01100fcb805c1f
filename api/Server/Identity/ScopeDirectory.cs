using System.Globalization;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Identity;

/// <summary>
/// The centre, municipality, branch or volunteer that a role is limited to: its slug, code or number as in the claim, its id
/// (0 for a municipality, whose key is the code) and its display name. The name for a volunteer is the branch's name, because a
/// volunteer is a person with rights too.
/// </summary>
internal sealed record Scope(string Key, long Id, string Name);

/// <summary>Looks up scopes in the database.</summary>
internal sealed class ScopeDirectory(IDbContextFactory<GraphContext> contexts)
{
    // Used for the demonstration's personas: a large city that receives persons from a well-known centre.
    private const string City = "0461";
    private const int CodeLength = 4;
    private const string Centre = "center-sandholm";

    /// <summary>
    /// Returns the scope with this key; null if there is none. A municipality's code may lack its leading zero.
    /// </summary>
    public async Task<Scope?> FindAsync(Role role, string key, CancellationToken cancellationToken)
    {
        // A code that was stored as a number has lost its zero: codes are 0101 to 0860.
        if (role == Role.Municipality && key.Length == CodeLength - 1 && key.All(char.IsAsciiDigit))
        {
            key = "0" + key;
        }
        // Databases differ in how they handle characters that occur in no key.
        if (!key.All(character => char.IsLetterOrDigit(character) || character == '-'))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return role switch
        {
            Role.CentreWorker => await context.AsylumCentres.Where(one => one.Slug == key)
                .Select(one => new Scope(one.Slug, one.Id, one.Name)).FirstOrDefaultAsync(cancellationToken),
            Role.Municipality => await context.Municipalities.Where(one => one.Code == key)
                .Select(one => new Scope(one.Code, 0, one.Name)).FirstOrDefaultAsync(cancellationToken),
            Role.BranchCoordinator => await context.Branches.Where(one => one.Slug == key)
                .Select(one => new Scope(one.Slug, one.Id, one.Name)).FirstOrDefaultAsync(cancellationToken),
            Role.Volunteer when long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) =>
                await context.Volunteers.Where(one => one.Id == id)
                    .Select(one => new Scope(id.ToString(CultureInfo.InvariantCulture), one.Id, one.Branch!.Name))
                    .FirstOrDefaultAsync(cancellationToken),
            _ => null,
        };
    }

    /// <summary>
    /// Returns a scope in which the role sees data of the demonstration world, if there is one; null if there is no scope at all.
    /// </summary>
    public async Task<Scope?> FindExampleAsync(Role role, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var integration = context.ActivityTypes.Where(type => type.IsIntegration).Select(type => type.Key);
        var key = role switch
        {
            Role.CentreWorker => await context.AsylumCentres.OrderByDescending(one => one.Slug == Centre)
                .ThenBy(one => one.Slug).Select(one => one.Slug).FirstOrDefaultAsync(cancellationToken),
            Role.Municipality => await context.Municipalities.OrderByDescending(one => one.Code == City)
                .ThenBy(one => one.Code).Select(one => one.Code).FirstOrDefaultAsync(cancellationToken),
            Role.BranchCoordinator => await context.Branches.OrderByDescending(one => one.MunicipalityCode == City)
                .ThenByDescending(one => one.Activities.Any(activity => integration.Contains(activity.ActivityTypeKey)))
                .ThenBy(one => one.Slug).Select(one => one.Slug).FirstOrDefaultAsync(cancellationToken),
            Role.Volunteer => (await context.Volunteers
                .OrderByDescending(one => context.Matches.Any(
                    match => match.VolunteerId == one.Id && match.Status == MatchStatus.Confirmed))
                .ThenByDescending(one => one.Branch!.MunicipalityCode == City)
                .ThenBy(one => one.Id).Select(one => (long?)one.Id).FirstOrDefaultAsync(cancellationToken))
                ?.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        return key is null ? null : await FindAsync(role, key, cancellationToken);
    }
}
