using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Volunteers;

/// <summary>Somebody of a branch who meets newcomers; seen by the branch's coordinator and by themselves.</summary>
[ObjectType<Volunteer>]
[Node]
internal static class VolunteerType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Volunteer>]
    public static Expression<Func<Volunteer, long>> Id => v => v.Id;

    /// <summary>Given and family name. Found by the words of it, ordered by family name.</summary>
    [Filterable]
    [Sortable]
    [TextKey(nameof(NameKey), nameof(NameOrder))]
    public static Computed<Volunteer, PersonName> Name => Computed.Of(
        (Volunteer v) => new { v.GivenName, v.FamilyName }, (s, _) => new PersonName(s.GivenName, s.FamilyName));

    private static Expression<Func<Volunteer, string>> NameKey => v => v.NameKey;

    private static Expression<Func<Volunteer, string>> NameOrder => v => v.NameOrder;

    /// <summary>E.164.</summary>
    public static Expression<Func<Volunteer, string?>> Phone => v => v.Phone;

    /// <summary>E-mail address.</summary>
    public static Expression<Func<Volunteer, string?>> Email => v => v.Email;

    /// <summary>The branch.</summary>
    public static Expression<Func<Volunteer, Branch>> Branch => v => v.Branch!;

    /// <summary>What the volunteer speaks.</summary>
    public static Computed<Volunteer, IReadOnlyList<Language>> Languages => Computed.Of(
        (Volunteer v) => v.Languages, (keys, context) => context.Service<ReferenceData>().LanguagesOf(keys));

    /// <summary>What the volunteer offers.</summary>
    public static Computed<Volunteer, IReadOnlyList<ActivityType>> ActivityTypes => Computed.Of(
        (Volunteer v) => v.ActivityTypes, (keys, context) => context.Service<ReferenceData>().ActivityTypesOf(keys));

    /// <summary>How many open matches at most.</summary>
    public static Expression<Func<Volunteer, int>> Capacity => v => v.Capacity;

    /// <summary>Day on which the child certificate was issued; null if there is none.</summary>
    public static Expression<Func<Volunteer, DateOnly?>> ChildCertificateOn => v => v.ChildCertificateOn;
}

/// <summary>One volunteer and one person.</summary>
[ObjectType<Match>]
[Node]
internal static class MatchType
{
    /// <summary>Opaque and stable.</summary>
    [ID<Match>]
    public static Expression<Func<Match, long>> Id => m => m.Id;

    /// <summary>Where it stands; one that is proposed or confirmed ends with the consent, at the instant at which that runs out.</summary>
    [Filterable]
    public static Expression<Func<Match, MatchStatus>> Status => m =>
        m.Status == MatchStatus.Declined || (m.Refugee!.Consent != null && m.Refugee.Consent.ValidUntil > CallerValues.Now.Value && m.Refugee.Consent.VolunteersFields > SharedFields.None)
            ? m.Status
            : MatchStatus.Ended;

    /// <summary>What they will do.</summary>
    public static Computed<Match, ActivityType> ActivityType => Computed.Of(
        (Match m) => m.ActivityTypeKey, (key, context) => context.Service<ReferenceData>().ActivityType(key)!);

    /// <summary>The volunteer.</summary>
    [VisibleWithParent]
    public static Expression<Func<Match, Volunteer>> Volunteer => m => m.Volunteer!;

    /// <summary>The person, as far as the caller may see them at this moment.</summary>
    public static Expression<Func<Match, Refugee?>> Refugee => m => m.Refugee;
}

[QueryType]
internal static class VolunteerQueries
{
    /// <summary>The volunteers of the caller's branch; a volunteer finds themselves.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Volunteer> GetVolunteers(GraphContext db) => db.Volunteers;

    /// <summary>The matches of the caller's branch, or of the volunteer who asks.</summary>
    [UsePaging]
    [UseFiltering]
    public static IQueryable<Match> GetMatches(GraphContext db) => db.Matches;
}
