using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Consents;

/// <summary>One version of a person's consent: which recipient classes may receive which fields, and until when.</summary>
[ObjectType<Consent>]
[RowKey(nameof(RowKey))]
internal static class ConsentType
{
    /// <summary>
    /// Number of the version, 1 for the first. A municipality, a branch and a volunteer have a count of their own, which
    /// increases only when the part that is visible to them changes.
    /// </summary>
    public static Expression<Func<Consent, int>> Version(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => c => c.MunicipalityVersion,
        RecipientClass.Volunteers => c => c.VolunteersVersion,
        _ => c => c.Version,
    };

    /// <summary>Status of the version now.</summary>
    public static Computed<Consent, ConsentStatus> Status => Computed.Of(
        (Consent c) => new { c.WithdrawnAt, c.ReplacedAt, c.ValidUntil },
        (s, context) => ConsentRules.StatusAt(context.Service<RequestMoment>().Now, s.WithdrawnAt, s.ReplacedAt, s.ValidUntil));

    /// <summary>
    /// When the version was given. For a municipality, a branch and a volunteer: when the part that is visible to them was given.
    /// </summary>
    public static Expression<Func<Consent, DateTime>> GivenAt(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => c => c.MunicipalitySince ?? c.GivenAt,
        RecipientClass.Volunteers => c => c.VolunteersSince ?? c.GivenAt,
        _ => c => c.GivenAt,
    };

    /// <summary>Instant at which the version ends; from then on it grants nothing.</summary>
    [Filterable]
    [Sortable]
    public static Expression<Func<Consent, DateTime>> ValidUntil => c => c.ValidUntil;

    /// <summary>When the version was withdrawn; null if it was not.</summary>
    public static Expression<Func<Consent, DateTime?>> WithdrawnAt => c => c.WithdrawnAt;

    /// <summary>How the consent was given.</summary>
    public static Expression<Func<Consent, ConsentMethod>> Method => c => c.Method;

    /// <summary>Language in which the consent was explained.</summary>
    public static Computed<Consent, Language?> Language => Computed.Of(
        (Consent c) => c.LanguageCode, (code, context) => context.Service<ReferenceTables>().Language(code));

    /// <summary>Name of the guardian or representative who gave the consent for a person under 18; null otherwise.</summary>
    public static Expression<Func<Consent, string?>> Guardian => c => c.Guardian;

    /// <summary>
    /// Grants to the caller's own recipient class. The centre and the data protection officer see the grants to both classes.
    /// </summary>
    public static Computed<Consent, IReadOnlyList<ConsentGrant>> Grants(string view) => ClassOf(view) switch
    {
        RecipientClass.Municipality => Computed.Of((Consent c) => c.MunicipalityFields, (fields, _) => List(fields, SharedFields.None)),
        RecipientClass.Volunteers => Computed.Of((Consent c) => c.VolunteersFields, (fields, _) => List(SharedFields.None, fields)),
        _ => Computed.Of((Consent c) => new { c.MunicipalityFields, c.VolunteersFields }, (s, _) => List(s.MunicipalityFields, s.VolunteersFields)),
    };

    /// <summary>
    /// The person who gave the consent, or for whom it was given; null if the person is not visible to the caller.
    /// </summary>
    public static Expression<Func<Consent, Refugee?>> Refugee => c => c.Refugee;

    // A change of the other class's grants creates a row with a new id. The consent must keep its position in this class's list.
    private static LambdaExpression[] RowKey(string view) => [(Consent c) => c.RefugeeId, Version(view)];

    private static RecipientClass? ClassOf(string view) => RoleNames.Parse(view) is { } role ? SharingTable.ClassOf(role) : null;

    private static IReadOnlyList<ConsentGrant> List(SharedFields municipality, SharedFields volunteers) =>
    [
        .. municipality.Each().Select(f => new ConsentGrant(RecipientClass.Municipality, f)),
        .. volunteers.Each().Select(f => new ConsentGrant(RecipientClass.Volunteers, f)),
    ];
}

/// <summary>Permission for one recipient class to receive one field.</summary>
/// <param name="Recipient">Class of recipients that may receive the field.</param>
/// <param name="Field">Field that may be shared.</param>
internal sealed record ConsentGrant(RecipientClass Recipient, SharedField Field);
