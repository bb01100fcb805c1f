using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Sharing;

/// <summary>
/// Explains an access decision with the classes that make it: <see cref="SharingTable"/>, <see cref="VisibleRows"/> and
/// <see cref="WithheldFields"/>. It decides nothing itself.
/// </summary>
internal sealed class AccessExplainer(IDbContextFactory<GraphContext> contexts, IAccessPolicy policy, RequestMoment moment)
{
    private const string Person = nameof(Refugee);

    /// <summary>
    /// Fields that need no grant, with the condition under which they have no value. <see cref="WithheldFields"/> covers the
    /// others.
    /// </summary>
    private static readonly Dictionary<string, Expression<Func<Refugee, bool>>> Missing = new()
    {
        ["municipality"] = r => r.MunicipalityCode == null,
        ["movesInOn"] = r => r.MovesInOn == null,
        ["wishes"] = r => r.InterviewId == null,
        ["interview"] = r => r.InterviewId == null,
        ["consent"] = r => r.ConsentId == null,
        ["referral"] = r => r.ReferralId == null,
    };

    /// <summary>The fields of a person that can be explained.</summary>
    public static IEnumerable<string> Fields => SharingTable.All.Where(x => x.Type == Person).Select(x => x.Field);

    /// <summary>Returns the table's rule for a field, without a person.</summary>
    public static AccessExplanation OfTable(Role role, string field) => SharingTable.Of(role, Person, field) switch
    {
        null => new(AccessDecision.NotInSchema, false, RuleOf(role, field), null),
        Access.Always => new(AccessDecision.Always, null, RuleOf(role, field), null),
        _ => new(AccessDecision.ByConsent, null, RuleOf(role, field), null),
    };

    /// <summary>
    /// Returns the decision about a person's field for a caller; null if the officer has not opened such a person.
    /// </summary>
    public async Task<AccessExplanation?> OfPersonAsync(string reference, Caller officer, Caller caller, string field, CancellationToken cancellationToken)
    {
        var role = caller.Role!.Value;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var at = new Moment(moment.Now, moment.Today);
        var person = await VisibleRows.Of<Refugee>(db, officer, at).Where(x => x.Reference == reference).Select(x => new ConsentFacts(
                x.Consent!.Version,
                x.Consent.ValidUntil,
                x.Consent.MunicipalityFields,
                x.Consent.VolunteersFields,
                x.Consents.OrderByDescending(c => c.Version).Select(c => (int?)c.Version).FirstOrDefault()))
            .SingleOrDefaultAsync(cancellationToken);
        if (person is null)
        {
            return null;
        }

        if (SharingTable.Of(role, Person, field) is not { } access)
        {
            return OfTable(role, field);
        }

        var rule = RuleOf(role, field);
        var row = VisibleRows.Of<Refugee>(db, caller, at).Where(x => x.Reference == reference);
        if (!await row.AnyAsync(cancellationToken))
        {
            return OfHidden(person, role, rule);
        }

        int? version = access == Access.Consent ? person.Version : null;
        if (Missing.TryGetValue(field, out var isMissing) && await row.AnyAsync(isMissing, cancellationToken))
        {
            return new(AccessDecision.NotRecorded, false, rule, version);
        }
        // A field that depends on the row without needing a grant: a referral from the person's previous municipality.
        if (access == Access.Always && policy.FieldGuard(role.InTokens(), Person, field) is Expression<Func<Refugee, bool>> guard
            && !await row.AnyAsync(guard, cancellationToken))
        {
            return new(AccessDecision.NotRecorded, false, rule, version);
        }

        var reason = SharingTable.Shared.TryGetValue(field, out var shared)
            ? await WithheldFields.ReasonAsync(row, role, shared, cancellationToken)
            : null;
        return reason switch
        {
            WithheldReason.NotGranted => new(AccessDecision.NotGranted, false, rule, version),
            WithheldReason.ProtectedAddress => new(AccessDecision.ProtectedAddress, false, rule, version),
            WithheldReason.NotRecorded => new(AccessDecision.NotRecorded, false, rule, version),
            _ => new(access == Access.Consent ? AccessDecision.Granted : AccessDecision.Always, true, rule, version),
        };
    }

    /// <summary>
    /// Returns the reason why a person is not visible. The consent comes first: without it no role of the class sees the
    /// person.
    /// </summary>
    private AccessExplanation OfHidden(ConsentFacts person, Role role, string rule)
    {
        if (SharingTable.ClassOf(role) is not { } recipient)
        {
            return new(AccessDecision.RowNotVisible, false, rule, null);
        }

        var granted = recipient == RecipientClass.Municipality ? person.Municipality : person.Volunteers;
        return person switch
        {
            { Latest: null } => new(AccessDecision.NoConsent, false, rule, null),
            // There is a version, but none is current: the latest one was withdrawn.
            { Version: null } => new(AccessDecision.ConsentWithdrawn, false, rule, person.Latest),
            _ when person.ValidUntil <= moment.Now => new(AccessDecision.ConsentExpired, false, rule, person.Version),
            _ when granted is null or SharedFields.None => new(AccessDecision.NotGranted, false, rule, person.Version),
            _ => new(AccessDecision.RowNotVisible, false, rule, person.Version),
        };
    }

    private static string RuleOf(Role role, string field)
    {
        var rows = RowRuleWords.For(role, typeof(Refugee)) is { } words ? $"The person is visible to the role if: {words}." : "No person is visible to the role.";
        return SharingTable.Of(role, Person, field) switch
        {
            null => $"{role.InTokens()} does not have {Person}.{field} in its schema.",
            _ when FieldConditions.WordsOf(role, Person, field) is { } condition => $"{role.InTokens()} reads the field if {condition}. {rows}",
            _ => $"{role.InTokens()} reads the field of every person visible to it. {rows}",
        };
    }

    private sealed record ConsentFacts(
        int? Version, DateTime? ValidUntil, SharedFields? Municipality, SharedFields? Volunteers, int? Latest);
}
