using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Refugees;

/// <summary>
/// A person granted residence in Denmark. Personal fields are null unless the person's consent in force grants them
/// to the caller; `withheld` says why.
/// </summary>
[ObjectType<Refugee>]
[Node]
internal static class RefugeeType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Refugee>]
    public static Expression<Func<Refugee, long>> Id => r => r.Id;

    /// <summary>The only identifier that may stand in logs, ledgers and file names.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, string>> Reference => r => r.Reference;

    /// <summary>
    /// Goes up with every step on the person. Whoever sends it along with a change is told if somebody else was first.
    /// </summary>
    public static Expression<Func<Refugee, int?>> Version => r => r.Version;

    /// <summary>Given and family name. Found by the words of it, ordered by family name.</summary>
    [Filterable]
    [Sortable]
    [TextKey(nameof(NameKey), nameof(NameOrder))]
    public static Computed<Refugee, PersonName?> Name => Computed.Of(
        (Refugee r) => new { r.GivenName, r.FamilyName },
        (s, _) => (PersonName?)new PersonName(s.GivenName, s.FamilyName));

    private static Expression<Func<Refugee, string>> NameKey => r => r.NameKey;

    private static Expression<Func<Refugee, string>> NameOrder => r => r.NameOrder;

    /// <summary>In whole years.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, int?>> Age => r => (CallerValues.TodayNumber.Value - r.DateOfBirth) / 10000;

    /// <summary>Never shared; for the centre that registered it.</summary>
    public static Computed<Refugee, DateOnly?> DateOfBirth => Computed.Of((Refugee r) => r.DateOfBirth, (number, _) => (DateOnly?)Refugees.Age.ToDay(number));

    /// <summary>By ISO 3166-1.</summary>
    [Filterable("code")]
    [Sortable]
    public static Computed<Refugee, Nationality?> Nationality => Computed.Of(
        (Refugee r) => r.NationalityCode, (code, context) => context.Service<ReferenceData>().Nationality(code));

    /// <summary>Whether name and address are protected in the national register; the address is then never shared.</summary>
    public static Expression<Func<Refugee, bool?>> NameAndAddressProtection => r => r.NameAndAddressProtection;

    /// <summary>E.164.</summary>
    public static Expression<Func<Refugee, string?>> Phone => r => r.Phone;

    /// <summary>Where the person lives, or will live.</summary>
    public static Computed<Refugee, Address?> Address => Computed.Of(
        (Refugee r) => new { r.Street, r.PostalCode, r.Town },
        (s, _) => s.Street is null ? null : new Address(s.Street, s.PostalCode!, s.Town!));

    /// <summary>In order of preference.</summary>
    public static Computed<Refugee, IReadOnlyList<Language>?> Languages => Computed.Of(
        // None known is null already in the row, so that the ledger does not take it for a value that has left.
        (Refugee r) => r.Languages == "" ? null : r.Languages,
        (keys, context) => (IReadOnlyList<Language>?)context.Service<ReferenceData>().LanguagesOf(keys!));

    /// <summary>The municipality's caseworker.</summary>
    public static Expression<Func<Refugee, Caseworker?>> Caseworker => r => r.Caseworker;

    /// <summary>Where the person is placed; null before the placement.</summary>
    public static Computed<Refugee, Municipality?> Municipality => Computed.Of(
        (Refugee r) => r.MunicipalityCode, (code, context) => context.Service<ReferenceData>().Municipality(code));

    /// <summary>When the person moves in there; null while unknown.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, DateOnly?>> MovesInOn => r => r.MovesInOn;

    /// <summary>The asylum centre that the person comes from.</summary>
    public static Expression<Func<Refugee, AsylumCentre?>> Centre => r => r.Centre;

    /// <summary>Kinds of activities wished for at the latest interview.</summary>
    public static Computed<Refugee, IReadOnlyList<ActivityType>?> Wishes => Computed.Of(
        (Refugee r) => r.Interview!.Wishes, (keys, context) => (IReadOnlyList<ActivityType>?)context.Service<ReferenceData>().ActivityTypesOf(keys));

    /// <summary>Kinds of activities that the person took part in at the centre, as far as they want it said.</summary>
    public static Computed<Refugee, IReadOnlyList<ActivityType>?> KnownActivityTypes => Computed.Of(
        (Refugee r) => r.KnownActivityTypes, (keys, context) => (IReadOnlyList<ActivityType>?)context.Service<ReferenceData>().ActivityTypesOf(keys));

    /// <summary>How many persons are placed together, this one included.</summary>
    public static Expression<Func<Refugee, int?>> HouseholdSize => r => r.Household == null ? 1 : r.Household.Members.Count;

    /// <summary>The latest handover interview.</summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, HandoverInterview?>> Interview => r => r.Interview;

    /// <summary>The version of the consent that is neither replaced nor withdrawn.</summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, Consent?>> Consent => r => r.Consent;

    /// <summary>All versions, the first one first.</summary>
    public static Children<Refugee, Consent>? Consents => Children.Of(
        (Refugee r) => r.Id, (Consent c) => c.RefugeeId, all => all.OrderBy(c => c.Version));

    /// <summary>The latest referral in the present municipality.</summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, Referral?>> Referral => r => r.Referral;

    /// <summary>Why which personal field is null.</summary>
    public static Computed<Refugee, IReadOnlyList<WithheldField>> Withheld(string view) => WithheldFields.For(RoleNames.Parse(view));
}

/// <summary>A person's name.</summary>
/// <param name="Given">Given name.</param>
/// <param name="Family">Family name.</param>
internal sealed record PersonName(string Given, string Family);

/// <summary>An address in Denmark.</summary>
/// <param name="Street">Street and number.</param>
/// <param name="PostalCode">Four digits.</param>
/// <param name="Town">The postal district's town.</param>
internal sealed record Address(string Street, string PostalCode, string Town);
