using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Rights;

/// <summary>
/// All stored data of a person and all disclosures, for an access request. Other people appear by their function and not by
/// name, except for the person's caseworker.
/// </summary>
/// <remarks>Source: GDPR, articles 15 and 20: structured, commonly used, machine-readable.</remarks>
internal sealed record SubjectData(
    string Reference, DateTime MadeAt, DateTime RegisteredAt, string Centre,
    string GivenName, string FamilyName, DateOnly DateOfBirth, string Nationality, bool NameAndAddressProtection,
    string? Phone, IReadOnlyList<string> Languages, IReadOnlyList<string> KnownActivityTypes, int HouseholdSize,
    string? Municipality, DateTime? PlacedAt, DateOnly? MovesInOn, Address? Address, CaseworkerInput? Caseworker,
    IReadOnlyList<SubjectData.InterviewData> Interviews,
    IReadOnlyList<SubjectData.ConsentData> Consents,
    IReadOnlyList<SubjectData.ConsentNoticeData> ConsentNotices,
    IReadOnlyList<SubjectData.NoticeData> HandoverNotices,
    IReadOnlyList<SubjectData.ReferralData> Referrals,
    IReadOnlyList<SubjectData.MatchData> Matches,
    IReadOnlyList<SubjectData.FormerData> FormerValues,
    IReadOnlyList<SubjectData.AccessData> OfficersAccesses,
    IReadOnlyList<SubjectData.DisclosureData> Disclosures,
    IReadOnlyList<SubjectData.HoldingData> Holdings,
    IReadOnlyList<SubjectData.DeletionData> DeletionRequests)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(EnumNames.JsonPolicy) },
    };

    /// <summary>JSON names of the lists that are separate sections of the document.</summary>
    public static IReadOnlySet<string> Sections { get; } = typeof(SubjectData).GetProperties()
        .Where(x => x.PropertyType.IsGenericType && x.PropertyType.GetGenericArguments()[0].DeclaringType == typeof(SubjectData))
        .Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)).ToHashSet();

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>Reads the data. Each list is in chronological order.</summary>
    /// <returns>Null if the person does not exist, for example because of an erasure in the meantime.</returns>
    public static async Task<SubjectData?> ReadAsync(GraphContext db, long refugeeId, Moment at, CancellationToken cancellationToken)
    {
        var person = await db.Refugees.AsNoTracking().AsSplitQuery()
            .Include(x => x.Centre).Include(x => x.Caseworker).Include(x => x.Municipality)
            .Include(x => x.Interviews).Include(x => x.Consents).Include(x => x.HandoverNotices)
            .Include(x => x.Referrals).ThenInclude(x => x.Branch).Include(x => x.SubjectAccesses)
            .SingleOrDefaultAsync(x => x.Id == refugeeId, cancellationToken);
        if (person is null)
        {
            return null;
        }

        var household = await db.Refugees.CountAsync(x => x.HouseholdId != null && x.HouseholdId == person.HouseholdId, cancellationToken);
        var matches = await db.Matches.AsNoTracking().Include(x => x.Branch).Where(x => x.RefugeeId == refugeeId).ToListAsync(cancellationToken);
        var former = await db.Set<FormerValue>().AsNoTracking().Where(x => x.RefugeeId == refugeeId).ToListAsync(cancellationToken);
        var disclosures = await db.Set<Disclosure>().AsNoTracking().Where(x => x.Reference == person.Reference).ToListAsync(cancellationToken);
        var holdings = await db.Holdings.AsNoTracking().Where(x => x.Reference == person.Reference).ToListAsync(cancellationToken);
        var requests = await db.DeletionRequests.AsNoTracking().Where(x => x.Reference == person.Reference).ToListAsync(cancellationToken);
        var ending = await db.ConsentNotices.AsNoTracking().Where(x => x.RefugeeId == refugeeId).ToListAsync(cancellationToken);
        return new SubjectData(
            person.Reference, at.Now, person.RegisteredAt, person.Centre!.Name,
            person.GivenName, person.FamilyName, Age.ToDay(person.DateOfBirth), person.NationalityCode, person.NameAndAddressProtection,
            person.Phone, Keys(person.Languages), Keys(person.KnownActivityTypes), Math.Max(household, 1),
            person.Municipality?.Name, person.PlacedAt, person.MovesInOn,
            person.Street is null ? null : new Address(person.Street, person.PostalCode!, person.Town!),
            person.Caseworker is { } caseworker ? new CaseworkerInput(caseworker.Name, caseworker.Phone, caseworker.Email) : null,
            [.. person.Interviews.OrderBy(x => x.RecordedAt).Select(x => new InterviewData(x.HeldOn, x.HeldBy, x.LanguageCode, x.Interpreter, x.Answer, Keys(x.Wishes), x.RecordedAt))],
            [.. person.Consents.OrderBy(x => x.Version).Select(x => new ConsentData(
                x.Version, ConsentRules.StatusAt(at.Now, x.WithdrawnAt, x.ReplacedAt, x.ValidUntil), x.GivenAt, x.ValidUntil, x.WithdrawnAt, x.ReplacedAt, x.Method, x.LanguageCode, x.Guardian, x.RecordedBy,
                [.. x.MunicipalityFields.Each()], [.. x.VolunteersFields.Each()]))],
            [.. ending.OrderBy(x => x.CreatedAt).Select(x => new ConsentNoticeData(x.ConsentVersion, x.EndsOn, x.CreatedAt))],
            [.. person.HandoverNotices.OrderBy(x => x.CreatedAt).Select(x => new NoticeData(x.MunicipalityCode, [.. x.News.Each()], x.CreatedAt, x.AcknowledgedAt))],
            [.. person.Referrals.OrderBy(x => x.WaitingSince).Select(x => new ReferralData(
                x.Status, x.MunicipalityCode, x.Branch?.Name, x.WaitingSince, x.AssignedAt, x.AcceptedAt, x.ContactedAt, x.MetAt, x.ClosedAt, x.ReturnReason))],
            [.. matches.OrderBy(x => x.ProposedAt).Select(x => new MatchData(x.Status, x.ActivityTypeKey, x.Branch!.Name, x.ProposedAt, x.ConfirmedAt, x.EndedAt))],
            [.. former.OrderBy(x => x.ChangedAt).Select(x => new FormerData(History.Kept.GetValueOrDefault(x.Field, x.Field), x.Value, x.ChangedAt, x.ChangedIn, x.ChangedBy))],
            [.. person.SubjectAccesses.Where(x => x.ClosesAt > x.OpenedAt).OrderBy(x => x.OpenedAt).Select(x => new AccessData(x.Officer, x.Reason, x.OpenedAt, x.ClosesAt))],
            [.. disclosures.OrderBy(x => x.At).ThenBy(x => x.Id).Select(x => new DisclosureData(
                x.At, RoleNames.Parse(x.Role)!.Value, x.Scope, x.Operation, [.. x.Fields.Each()], x.ConsentVersion == 0 ? null : x.ConsentVersion))],
            [.. holdings.OrderBy(x => x.Since).ThenBy(x => x.Role).ThenBy(x => x.Scope, StringComparer.Ordinal).ThenBy(x => x.Field).Select(x => new HoldingData(
                x.Role, x.Scope, x.Field, x.Since, x.ConsentVersion == 0 ? null : x.ConsentVersion, x.EndedAt))],
            [.. requests.OrderBy(x => x.RequestedAt).Select(x => new DeletionData(x.Role, x.Scope, [.. x.Fields.Each()], x.Reason, x.RequestedAt, x.RemindedAt, x.ConfirmedAt, x.CancelledAt))]);
    }

    private static string[] Keys(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    internal sealed record InterviewData(
        DateOnly HeldOn, string HeldBy, string Language, bool Interpreter, ContactAnswer Answer, IReadOnlyList<string> Wishes, DateTime RecordedAt);

    internal sealed record ConsentData(
        int Version, ConsentStatus Status, DateTime GivenAt, DateTime ValidUntil, DateTime? WithdrawnAt, DateTime? ReplacedAt, ConsentMethod Method, string Language,
        string? Guardian, string RecordedBy, IReadOnlyList<SharedField> Municipality, IReadOnlyList<SharedField> Volunteers);

    internal sealed record ConsentNoticeData(int ConsentVersion, DateOnly EndsOn, DateTime CreatedAt);

    internal sealed record NoticeData(string Municipality, IReadOnlyList<SharedField> News, DateTime CreatedAt, DateTime? AcknowledgedAt);

    internal sealed record ReferralData(
        ReferralStatus Status, string Municipality, string? Branch, DateTime WaitingSince, DateTime? AssignedAt, DateTime? AcceptedAt,
        DateTime? ContactedAt, DateTime? MetAt, DateTime? ClosedAt, string? ReturnReason);

    internal sealed record MatchData(MatchStatus Status, string ActivityType, string Branch, DateTime ProposedAt, DateTime? ConfirmedAt, DateTime? EndedAt);

    internal sealed record FormerData(string Field, string Value, DateTime ChangedAt, Role ChangedIn, string ChangedBy);

    internal sealed record AccessData(string Officer, string? Reason, DateTime OpenedAt, DateTime ClosesAt);

    internal sealed record DisclosureData(DateTime At, Role Role, string Scope, string Operation, IReadOnlyList<SharedField> Fields, int? ConsentVersion);

    internal sealed record HoldingData(Role Role, string Scope, SharedField Field, DateTime Since, int? ConsentVersion, DateTime? EndedAt);

    internal sealed record DeletionData(
        Role Role, string Scope, IReadOnlyList<SharedField> Fields, LossReason Reason, DateTime RequestedAt, DateTime? RemindedAt, DateTime? ConfirmedAt,
        DateTime? CancelledAt);
}
