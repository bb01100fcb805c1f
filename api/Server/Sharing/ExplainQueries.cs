using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Sharing;

[QueryType]
internal static class ExplainQueries
{
    /// <summary>
    /// Why a role gets a field of a person or does not. What is decided tells where a person is placed, and what is recorded: the
    /// data protection officer needs `openSubjectAccess` for it, and an administrator names no person and gets the rule of the
    /// table. Null if the officer has opened no such person.
    /// </summary>
    /// <param name="reference">Of the person, such as `RK-7Q4M-2XKD`; without it, the rule of the table is answered.</param>
    /// <param name="role">Who would ask.</param>
    /// <param name="scope">For which centre, municipality, branch or volunteer they would: as in their token. Left out for roles that hold nationally, and without a reference.</param>
    /// <param name="field">A field of `Refugee`, such as `phone`.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="explainer">Knows why.</param>
    /// <param name="scopes">Which scopes there are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<AccessExplanation?> ExplainAccessAsync(
        string? reference, Role role, string? scope, string field, Caller caller, AccessExplainer explainer, ScopeDirectory scopes, CancellationToken cancellationToken)
    {
        if (!AccessExplainer.Fields.Contains(field))
            throw Wrong($"`field` is no field of Refugee; the fields are {string.Join(", ", AccessExplainer.Fields)}.");
        if (reference is null)
            return AccessExplainer.OfTable(role, field);
        if (caller.Role != Role.DataProtectionOfficer)
            throw new GraphQLException("An administrator sees no person: leave `reference` out to be told the rule of the table.", ErrorCodes.NotAuthorized);
        if (role.ScopeClaim() is null && scope is not null)
            throw Wrong($"{role.InTokens()} holds nationally: leave `scope` out.");
        if (!Ids.IsReference(reference))
            return null;
        var asked = role.ScopeClaim() is not { } claim
            // Of the officers this is the one whose opened access counts.
            ? new Caller(role, "", 0, role == Role.DataProtectionOfficer ? caller.Subject : "", null)
            : await scopes.FindAsync(role, scope ?? "", cancellationToken) is { } found
                ? new Caller(role, found.Key, found.Id, "", null)
                : throw Wrong($"{role.InTokens()} needs the `scope` of a {claim} that exists.");
        return await explainer.OfPersonAsync(reference, caller, asked, field, cancellationToken);
    }

    private static GraphQLException Wrong(string message) => new(message, ErrorCodes.BadInput);
}
