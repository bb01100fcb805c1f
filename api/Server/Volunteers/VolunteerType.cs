using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Volunteers;

/// <summary>A volunteer of a branch who meets newcomers. Visible to the coordinator of the branch and to the volunteer.</summary>
[ObjectType<Volunteer>]
[Node]
internal static class VolunteerType
{
    /// <summary>Global id, opaque and stable.</summary>
    [ID<Volunteer>]
    public static Expression<Func<Volunteer, long>> Id => v => v.Id;

    /// <summary>Given and family name. Filters compare the full name, given name first; sorting is by family name.</summary>
    [Filterable]
    [Sortable]
    [TextKey<SearchText>(nameof(NameKey), nameof(NameOrder))]
    public static Computed<Volunteer, PersonName> Name => Computed.Of(
        (Volunteer v) => new { v.GivenName, v.FamilyName }, (s, _) => new PersonName(s.GivenName, s.FamilyName));

    private static Expression<Func<Volunteer, string>> NameKey => v => v.NameKey;

    private static Expression<Func<Volunteer, string>> NameOrder => v => v.NameOrder;

    /// <summary>Phone number in E.164 format; null if unknown.</summary>
    public static Expression<Func<Volunteer, string?>> Phone => v => v.Phone;

    /// <summary>E-mail address; null if unknown.</summary>
    public static Expression<Func<Volunteer, string?>> Email => v => v.Email;

    /// <summary>The volunteer's branch.</summary>
    public static Expression<Func<Volunteer, Branch>> Branch => v => v.Branch!;

    /// <summary>Languages that the volunteer speaks.</summary>
    public static Computed<Volunteer, IReadOnlyList<Language>> Languages => Computed.Of(
        (Volunteer v) => v.Languages, (keys, context) => context.Service<ReferenceTables>().LanguagesOf(keys));

    /// <summary>Activity types that the volunteer offers.</summary>
    public static Computed<Volunteer, IReadOnlyList<ActivityType>> ActivityTypes => Computed.Of(
        (Volunteer v) => v.ActivityTypes, (keys, context) => context.Service<ReferenceTables>().ActivityTypesOf(keys));

    /// <summary>Highest number of open matches that the volunteer takes at once.</summary>
    public static Expression<Func<Volunteer, int>> Capacity => v => v.Capacity;

    /// <summary>
    /// Day on which the child certificate (børneattest) was issued; null if there is none. It is valid for 2 years.
    /// </summary>
    public static Expression<Func<Volunteer, DateOnly?>> ChildCertificateOn => v => v.ChildCertificateOn;
}
