using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Sharing;

[QueryType]
internal static class ExplainQueries
{
    /// <summary>
    /// Explains why a role gets a field of a person or does not. The decision reveals where a person is placed and which
    /// values are recorded. The data protection officer therefore opens the person first with `openSubjectAccess`. An
    /// administrator leaves `reference` out and gets only the general rule. Null if the officer has not opened a person with
    /// this reference.
    /// </summary>
    /// <param name="reference">Reference of the person, for example `RK-7Q4M-2XKD`. Leave it out to get the general rule.</param>
    /// <param name="role">The role to explain access for.</param>
    /// <param name="scope">Centre, municipality, branch or volunteer of that role, as in its token. Leave it out for national
    /// roles and if `reference` is left out.</param>
    /// <param name="field">Name of a field of `Refugee`, for example `phone`.</param>
    /// <param name="caller">Caller of the request.</param>
    /// <param name="explainer">Explains the decision.</param>
    /// <param name="scopes">Finds the scope.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<AccessExplanation?> ExplainAccessAsync(
        string? reference, Role role, string? scope, string field, Caller caller, AccessExplainer explainer, ScopeDirectory scopes, CancellationToken cancellationToken)
    {
        if (!AccessExplainer.Fields.Contains(field))
        {
            throw Wrong($"`field` is not a field of Refugee. The fields are {string.Join(", ", AccessExplainer.Fields)}.");
        }

        if (reference is null)
        {
            return AccessExplainer.OfTable(role, field);
        }

        if (caller.Role != Role.DataProtectionOfficer)
        {
            throw new GraphQLException("An administrator cannot see persons. Leave out `reference` to get the general rule.", ErrorCodes.NotAuthorized);
        }

        if (role.ScopeClaim() is null && scope is not null)
        {
            throw Wrong($"{role.InTokens()} is a national role. Leave out `scope`.");
        }

        if (!Ids.IsReference(reference))
        {
            return null;
        }

        var asked = role.ScopeClaim() is not { } claim
            // For the officer's own role, only persons that this officer has opened are visible.
            ? new Caller(role, "", 0, role == Role.DataProtectionOfficer ? caller.Subject : "", null)
            : await scopes.FindAsync(role, scope ?? "", cancellationToken) is { } found
                ? new Caller(role, found.Key, found.Id, "", null)
                : throw Wrong($"{role.InTokens()} needs a `scope`: a {claim} that exists.");
        return await explainer.OfPersonAsync(reference, caller, asked, field, cancellationToken);
    }

    private static GraphQLException Wrong(string message) => new(message, ErrorCodes.BadInput);
}
