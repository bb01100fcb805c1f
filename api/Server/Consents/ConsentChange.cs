using System.Linq.Expressions;
using Integration.Graph.Engine.Planning.Rows;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Consents;

/// <summary>A version of a consent as an event is about it: the same rows as <see cref="Consent"/>, and less of them.</summary>
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

/// <summary>A consent was given, changed or withdrawn. What it grants now is to be queried.</summary>
[ObjectType<ConsentChange>]
internal static class ConsentChangeType
{
    /// <summary>The person's reference.</summary>
    public static Expression<Func<ConsentChange, string>> Reference => c => c.Refugee!.Reference;

    /// <summary>The version that was given or withdrawn, as the caller counts.</summary>
    public static Expression<Func<ConsentChange, int>> Version(string view) => (RoleNames.Parse(view) is { } role ? SharingTable.ClassOf(role) : null) switch
    {
        RecipientClass.Municipality => c => c.MunicipalityVersion,
        RecipientClass.Volunteers => c => c.VolunteersVersion,
        _ => c => c.Version,
    };

    /// <summary>Where the version stands at this moment.</summary>
    public static Computed<ConsentChange, ConsentStatus> Status => Computed.Of(
        (ConsentChange c) => new { c.WithdrawnAt, c.ReplacedAt, c.ValidUntil },
        (s, context) => ConsentRules.StatusAt(context.Service<RequestMoment>().Now, s.WithdrawnAt, s.ReplacedAt, s.ValidUntil));

    /// <summary>The person, as far as the caller may see them at this moment.</summary>
    public static Expression<Func<ConsentChange, Refugee?>> Refugee => c => c.Refugee;
}
