using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Consents;

/// <summary>One version of what a person permits.</summary>
[ObjectType<Consent>]
[RowKey(nameof(RowKey))]
internal static class ConsentType
{
    /// <summary>
    /// 1 for the first. A municipality, a branch and a volunteer count only the changes of what they are shown themselves.
    /// </summary>
    public static Expression<Func<Consent, int>> Version(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => c => c.MunicipalityVersion,
        RecipientClass.Volunteers => c => c.VolunteersVersion,
        _ => c => c.Version,
    };

    /// <summary>Where the version stands at this moment.</summary>
    public static Computed<Consent, ConsentStatus> Status => Computed.Of(
        (Consent c) => new { c.WithdrawnAt, c.ReplacedAt, c.ValidUntil },
        (s, context) => ConsentRules.StatusAt(context.Service<RequestMoment>().Now, s.WithdrawnAt, s.ReplacedAt, s.ValidUntil));

    /// <summary>When it was given: to a municipality, a branch and a volunteer, what they are shown of it.</summary>
    public static Expression<Func<Consent, DateTime>> GivenAt(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => c => c.MunicipalitySince ?? c.GivenAt,
        RecipientClass.Volunteers => c => c.VolunteersSince ?? c.GivenAt,
        _ => c => c.GivenAt,
    };

    /// <summary>From this instant on it grants nothing.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Consent, DateTime>> ValidUntil => c => c.ValidUntil;

    /// <summary>When it was taken back; null if it was not.</summary>
    public static Expression<Func<Consent, DateTime?>> WithdrawnAt => c => c.WithdrawnAt;

    /// <summary>How it was given.</summary>
    public static Expression<Func<Consent, ConsentMethod>> Method => c => c.Method;

    /// <summary>The language in which it was explained.</summary>
    public static Computed<Consent, Language?> Language => Computed.Of(
        (Consent c) => c.LanguageCode, (code, context) => context.Service<ReferenceData>().Language(code));

    /// <summary>Who gave it for a person under 18.</summary>
    public static Expression<Func<Consent, string?>> Guardian => c => c.Guardian;

    /// <summary>What it grants, to the caller's class or, for the centre and the data protection officer, to both.</summary>
    public static Computed<Consent, IReadOnlyList<ConsentGrant>> Grants(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => Computed.Of((Consent c) => c.MunicipalityFields, (fields, _) => List(fields, SharedFields.None)),
        RecipientClass.Volunteers => Computed.Of((Consent c) => c.VolunteersFields, (fields, _) => List(SharedFields.None, fields)),
        _ => Computed.Of((Consent c) => new { c.MunicipalityFields, c.VolunteersFields }, (s, _) => List(s.MunicipalityFields, s.VolunteersFields)),
    };

    /// <summary>Whose it is.</summary>
    public static Expression<Func<Consent, Refugee?>> Refugee => c => c.Refugee;

    // A change of what others are granted is a new row with a new number, which must not move the consent in a class's list.
    private static LambdaExpression[] RowKey(string view) => [(Consent c) => c.RefugeeId, Version(view)];

    private static RecipientClass? ClassOf(string view) => RoleNames.Parse(view) is { } role ? SharingTable.ClassOf(role) : null;

    private static IReadOnlyList<ConsentGrant> List(SharedFields municipality, SharedFields volunteers) =>
    [
        .. municipality.Each().Select(f => new ConsentGrant(RecipientClass.Municipality, f)),
        .. volunteers.Each().Select(f => new ConsentGrant(RecipientClass.Volunteers, f)),
    ];
}

/// <summary>One recipient class may get one field.</summary>
/// <param name="Recipient">Who.</param>
/// <param name="Field">What.</param>
internal sealed record ConsentGrant(RecipientClass Recipient, SharedField Field);

[QueryType]
internal static class ConsentQueries
{
    /// <summary>The consents on which the caller sees persons; for the centre, every version of its persons.</summary>
    [UsePaging]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Consent> GetConsents(GraphContext db) => db.Consents;
}
