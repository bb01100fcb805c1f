using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Storage.Demo;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>Puts a world in the place of the one that the database holds. The same row has the same id in every world.</summary>
internal static class WorldStore
{
    private static readonly string[] Emptied =
        ["DELETE FROM refugees", "DELETE FROM households", "DELETE FROM caseworkers", "DELETE FROM branch_activations", "DELETE FROM volunteers"];

    public static long NoticeId(GeneratedPerson person) => person.Id + 10_000_000;

    public static long ReferralId(GeneratedPerson person) => person.Id + 20_000_000;

    public static long MatchId(GeneratedPerson person) => person.Id + 30_000_000;

    public static async Task ReplaceAsync(GraphContext db, GeneratedWorld world)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var statement in Emptied)
            await db.Database.ExecuteSqlRawAsync(statement);
        await BulkWriter.WriteAsync(db, [Rows(world)]);
        await transaction.CommitAsync();
    }

    private static DemoBatch Rows(GeneratedWorld world)
    {
        var rows = new DemoBatch();
        rows.Caseworkers.AddRange(world.Caseworkers.Select(c => new Caseworker { Id = c.Id, MunicipalityCode = c.Municipality, Name = c.Name, Phone = c.Phone, Email = c.Email }));
        rows.Volunteers.AddRange(world.Volunteers.Select(v => new Volunteer
        {
            Id = v.Id,
            BranchId = Ids.OfBranch(v.Branch),
            GivenName = v.Given,
            FamilyName = v.Family,
            Phone = v.Phone,
            Email = v.Email,
            Languages = v.Languages,
            ActivityTypes = TestCountry.Family,
            Capacity = v.Capacity,
            ChildCertificateOn = v.Certificate,
        }));
        rows.Households.AddRange(world.Existing.Select(p => p.Household).OfType<long>().Distinct().Select(id => new Household { Id = id }));
        rows.Activations.AddRange(world.Activations.Select(a => new BranchActivation { Id = a.Id, BranchId = Ids.OfBranch(a.Branch), RequestedAt = SharingWorld.Now.AddDays(-9), Status = a.Status, Reason = a.Reason }));
        foreach (var person in world.Existing)
            Add(rows, person);
        return rows;
    }

    private static void Add(DemoBatch rows, GeneratedPerson p)
    {
        rows.Refugees.Add(new Refugee
        {
            Id = p.Id,
            Reference = p.Reference,
            Version = p.RowVersion,
            RegisteredAt = SharingWorld.Now.AddDays(-40),
            CentreId = Ids.OfCentre(p.Centre),
            HouseholdId = p.Household,
            GivenName = p.Given,
            FamilyName = p.Family,
            DateOfBirth = Age.ToNumber(p.DateOfBirth),
            NationalityCode = p.Nationality,
            NameAndAddressProtection = p.IsProtected,
            Phone = p.Phone,
            Languages = p.Languages,
            KnownActivityTypes = p.Known,
            MunicipalityCode = p.Municipality,
            PlacedAt = p.Municipality is null ? null : SharingWorld.Now.AddDays(-30),
            MovesInOn = p.MovesInOn,
            Street = p.Street,
            PostalCode = p.Street is null ? null : TestCountry.PostalCodeInNorth,
            Town = p.Street is null ? null : p.Town,
            CaseworkerId = p.Caseworker,
            InterviewId = p.HasInterview ? p.Id + 40_000_000 : null,
            ConsentId = p.HasConsent && !p.IsWithdrawn ? ConsentId(p, p.ConsentVersion) : null,
            ReferralId = p.HasReferral ? ReferralId(p) : null,
        });
        if (p.HasInterview)
            rows.Interviews.Add(new HandoverInterview
            {
                Id = p.Id + 40_000_000,
                RefugeeId = p.Id,
                HeldOn = new DateOnly(2026, 2, 10),
                HeldBy = p.HeldBy,
                LanguageCode = p.InterviewLanguage,
                Interpreter = p.Interpreter,
                Answer = p.Answer,
                Wishes = p.Wishes,
                RecordedAt = SharingWorld.Now.AddDays(-21),
            });
        if (p.HasConsent)
            for (var version = 1; version <= p.ConsentVersion; version++)
                rows.Consents.Add(Version(p, version));
        if (p.HasReferral)
            rows.Referrals.Add(new Referral
            {
                Id = ReferralId(p),
                RefugeeId = p.Id,
                MunicipalityCode = p.ReferralMunicipality,
                BranchId = p.Branch is null ? null : Ids.OfBranch(p.Branch),
                Status = p.Status,
                WaitingSince = SharingWorld.Now.AddDays(-p.WaitingDays),
                AssignedAt = p.Branch is null ? null : SharingWorld.Now.AddDays(-p.WaitingDays),
                ClosedAt = p.IsClosed ? SharingWorld.Now.AddDays(-1) : null,
                ReturnReason = p.ReturnReason,
            });
        if (p.HasMatch)
            rows.Matches.Add(new Match
            {
                Id = MatchId(p),
                ReferralId = ReferralId(p),
                RefugeeId = p.Id,
                VolunteerId = SharingWorld.Volunteers[p.Volunteer!.Value],
                BranchId = Ids.OfBranch(p.Branch!),
                ActivityTypeKey = p.MatchActivity,
                Status = p.MatchStatus,
                ProposedAt = SharingWorld.Now.AddDays(-9),
            });
        if (p.HasNotice)
            rows.Notices.Add(new HandoverNotice
            {
                Id = NoticeId(p),
                RefugeeId = p.Id,
                Reference = p.Reference,
                MunicipalityCode = p.NoticeMunicipality,
                News = p.News,
                CreatedAt = SharingWorld.Now.AddDays(-p.NoticeDays),
                AcknowledgedAt = p.IsAcknowledged ? SharingWorld.Now.AddHours(-p.NoticeDays) : null,
                AcknowledgedBy = p.IsAcknowledged ? p.HeldBy : null,
            });
    }

    public static long ConsentId(GeneratedPerson p, int version) => p.Id + (50_000_000L + (10_000_000L * version));

    private static Consent Version(GeneratedPerson p, int version)
    {
        var isLatest = version == p.ConsentVersion;
        return new Consent
        {
            Id = ConsentId(p, version),
            RefugeeId = p.Id,
            Version = version,
            MunicipalityVersion = isLatest ? p.MunicipalityVersion : version,
            VolunteersVersion = isLatest ? p.VolunteersVersion : version,
            GivenAt = p.GivenAt.AddDays(version - p.ConsentVersion),
            ValidUntil = p.ValidUntil,
            WithdrawnAt = isLatest && p.IsWithdrawn ? SharingWorld.Now.AddDays(-1) : null,
            ReplacedAt = isLatest ? null : p.GivenAt,
            Method = p.Method,
            LanguageCode = p.ConsentLanguage,
            Guardian = p.Guardian,
            RecordedBy = p.RecordedBy,
            MunicipalityFields = isLatest ? p.ToMunicipality : p.OlderGrants,
            VolunteersFields = isLatest ? p.ToVolunteers : p.OlderGrants,
        };
    }
}
