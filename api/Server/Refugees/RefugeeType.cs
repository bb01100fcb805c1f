using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Refugees;

/// <summary>
/// A person granted residence in Denmark. For roles that need consent, a personal field is null unless the person's consent
/// in force grants it to the caller's recipient class. `withheld` lists the fields that are null, with the reason.
/// </summary>
[ObjectType<Refugee>]
[Node]
internal static class RefugeeType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Refugee>]
    public static Expression<Func<Refugee, long>> Id => r => r.Id;

    /// <summary>
    /// Random reference of the person, for example `RK-7Q4M-2XKD`. Use no other identifier in logs and file names.
    /// </summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, string>> Reference => r => r.Reference;

    /// <summary>
    /// Increases with every change to the person. Send it with a change to get a CONFLICT error if somebody
    /// else changed the person first.
    /// </summary>
    public static Expression<Func<Refugee, int?>> Version => r => r.Version;

    /// <summary>
    /// Given and family name. Null if withheld. Filters compare the full name, given name first; sorting is by family name.
    /// </summary>
    [Filterable]
    [Sortable]
    [TextKey<SearchText>(nameof(NameKey), nameof(NameOrder))]
    public static Computed<Refugee, PersonName?> Name => Computed.Of(
        (Refugee r) => new { r.GivenName, r.FamilyName },
        (s, _) => (PersonName?)new PersonName(s.GivenName, s.FamilyName));

    private static Expression<Func<Refugee, string>> NameKey => r => r.NameKey;

    private static Expression<Func<Refugee, string>> NameOrder => r => r.NameOrder;

    /// <summary>Age in whole years, today in Denmark. Null if withheld.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, int?>> Age => r => (CallerValues.TodayNumber.Value - r.DateOfBirth) / 10000;

    /// <summary>Date of birth. A consent never shares it; only roles that have this field see it.</summary>
    public static Computed<Refugee, DateOnly?> DateOfBirth => Computed.Of((Refugee r) => r.DateOfBirth, (number, _) => (DateOnly?)Refugees.Age.ToDay(number));

    /// <summary>Nationality. Null if withheld. Sorting is by code.</summary>
    [Filterable("code")]
    [Sortable]
    public static Computed<Refugee, Nationality?> Nationality => Computed.Of(
        (Refugee r) => r.NationalityCode, (code, context) => context.Service<ReferenceTables>().Nationality(code));

    /// <summary>
    /// Whether name and address are protected in the national register. If so, the address is never
    /// shared, whatever the consent grants.
    /// </summary>
    public static Expression<Func<Refugee, bool?>> NameAndAddressProtection => r => r.NameAndAddressProtection;

    /// <summary>Phone number in E.164 format. Null if withheld or not recorded.</summary>
    public static Expression<Func<Refugee, string?>> Phone => r => r.Phone;

    /// <summary>Address of the home in the municipality, present or future. Null if withheld or not recorded.</summary>
    public static Computed<Refugee, Address?> Address => Computed.Of(
        (Refugee r) => new { r.Street, r.PostalCode, r.Town },
        (s, _) => s.Street is null ? null : new Address(s.Street, s.PostalCode!, s.Town!));

    /// <summary>Languages that the person speaks, in order of preference. Null if withheld or not recorded.</summary>
    public static Computed<Refugee, IReadOnlyList<Language>?> Languages => Computed.Of(
        // An empty list is null already in the row. Otherwise the ledger would record it as a disclosed value.
        (Refugee r) => r.Languages == "" ? null : r.Languages,
        (keys, context) => (IReadOnlyList<Language>?)context.Service<ReferenceTables>().LanguagesOf(keys!));

    /// <summary>The municipality's caseworker for the person. Null if withheld or not recorded.</summary>
    public static Expression<Func<Refugee, Caseworker?>> Caseworker => r => r.Caseworker;

    /// <summary>Municipality in which the person is placed; null before the placement.</summary>
    public static Computed<Refugee, Municipality?> Municipality => Computed.Of(
        (Refugee r) => r.MunicipalityCode, (code, context) => context.Service<ReferenceTables>().Municipality(code));

    /// <summary>Day on which the person moves, or moved, to the municipality; null while unknown.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Refugee, DateOnly?>> MovesInOn => r => r.MovesInOn;

    /// <summary>Asylum centre at which the person is registered now.</summary>
    public static Expression<Func<Refugee, AsylumCentre?>> Centre => r => r.Centre;

    /// <summary>Activity types that the person wished for at the latest interview; null before the first interview.</summary>
    public static Computed<Refugee, IReadOnlyList<ActivityType>?> Wishes => Computed.Of(
        (Refugee r) => r.Interview!.Wishes, (keys, context) => (IReadOnlyList<ActivityType>?)context.Service<ReferenceTables>().ActivityTypesOf(keys));

    /// <summary>Activity types that the person took part in at the centre, as far as the person wants this recorded.</summary>
    public static Computed<Refugee, IReadOnlyList<ActivityType>?> KnownActivityTypes => Computed.Of(
        (Refugee r) => r.KnownActivityTypes, (keys, context) => (IReadOnlyList<ActivityType>?)context.Service<ReferenceTables>().ActivityTypesOf(keys));

    /// <summary>Number of persons in the household, this person included; 1 for a person alone.</summary>
    public static Expression<Func<Refugee, int?>> HouseholdSize => r => r.Household == null ? 1 : r.Household.Members.Count;

    /// <summary>The latest handover interview, by the day on which it was held; null before the first one.</summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, HandoverInterview?>> Interview => r => r.Interview;

    /// <summary>
    /// The latest consent version if it is neither withdrawn nor replaced; null otherwise. It can be expired: see `status`.
    /// </summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, Consent?>> Consent => r => r.Consent;

    /// <summary>All consent versions, oldest first.</summary>
    public static Children<Refugee, Consent>? Consents => Children.Of(
        (Refugee r) => r.Id, (Consent c) => c.RefugeeId, all => all.OrderBy(c => c.Version));

    /// <summary>
    /// The latest referral, open or closed; null if there was none. Only the centre and the data protection officer see
    /// a referral from a municipality in which the person was placed before.
    /// </summary>
    [VisibleWithParent]
    public static Expression<Func<Refugee, Referral?>> Referral => r => r.Referral;

    /// <summary>The personal fields that are null for the caller, each with the reason.</summary>
    public static Computed<Refugee, IReadOnlyList<WithheldField>> Withheld(string view) => WithheldFields.For(RoleNames.Parse(view));
}

/// <summary>A person's name.</summary>
/// <param name="Given">Given name.</param>
/// <param name="Family">Family name.</param>
internal sealed record PersonName(string Given, string Family);

/// <summary>An address in Denmark.</summary>
/// <param name="Street">Street and house number.</param>
/// <param name="PostalCode">Danish postal code, four digits.</param>
/// <param name="Town">Town of the postal code.</param>
internal sealed record Address(string Street, string PostalCode, string Town);
