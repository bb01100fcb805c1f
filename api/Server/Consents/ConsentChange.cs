using System.Linq.Expressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Consents;

/// <summary>
/// A consent version as a subscription event shows it. Maps the same rows as <see cref="Consent"/>, with fewer columns.
/// </summary>
internal sealed class ConsentChange
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }
    public int Version { get; init; }
    public int MunicipalityVersion { get; init; }
    public int VolunteersVersion { get; init; }
    public DateTime? MunicipalitySince { get; init; }
    public DateTime? VolunteersSince { get; init; }
    public DateTime ValidUntil { get; init; }
    public DateTime? WithdrawnAt { get; init; }
    public DateTime? ReplacedAt { get; init; }
}

/// <summary>Event: a consent was given, changed or withdrawn. It does not contain the grants; query `refugee` for them.</summary>
[ObjectType<ConsentChange>]
internal static class ConsentChangeType
{
    /// <summary>Reference of the person, for example `RK-7Q4M-2XKD`.</summary>
    public static Expression<Func<ConsentChange, string>> Reference => c => c.Refugee!.Reference;

    /// <summary>The version that was given or withdrawn, counted as in `Consent.version`.</summary>
    public static Expression<Func<ConsentChange, int>> Version(string view) => (RoleNames.Parse(view) is { } role ? SharingTable.ClassOf(role) : null) switch
    {
        RecipientClass.Municipality => c => c.MunicipalityVersion,
        RecipientClass.Volunteers => c => c.VolunteersVersion,
        _ => c => c.Version,
    };

    /// <summary>Status of the version now.</summary>
    public static Computed<ConsentChange, ConsentStatus> Status => Computed.Of(
        (ConsentChange c) => new { c.WithdrawnAt, c.ReplacedAt, c.ValidUntil },
        (s, context) => ConsentRules.StatusAt(context.Service<RequestMoment>().Now, s.WithdrawnAt, s.ReplacedAt, s.ValidUntil));

    /// <summary>The person; null if the person is not visible to the caller now.</summary>
    public static Expression<Func<ConsentChange, Refugee?>> Refugee => c => c.Refugee;
}
