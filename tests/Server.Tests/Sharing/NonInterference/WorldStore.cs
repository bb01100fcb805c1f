using Integration.Graph.Server.Consents;
using Integration.Graph.Server.DeletionRequests;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Rights;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Sharing.NonInterference;

/// <summary>Replaces the world in the database. A row keeps its id in every world.</summary>
internal static class WorldStore
{
    private static readonly string[] Emptied =
        ["DELETE FROM refugees", "DELETE FROM households", "DELETE FROM caseworkers", "DELETE FROM branch_activations", "DELETE FROM volunteers", "DELETE FROM deletion_requests"];

    /// <summary>The officer's subject in the tokens of the tests.</summary>
    private const string Officer = "dev:DATA_PROTECTION_OFFICER";

    public static long NoticeId(GeneratedPerson person) => (person.NoticeRow ?? person.Id) + 10_000_000;

    public static long ReferralId(GeneratedPerson person) => person.Id + 20_000_000;

    public static long MatchId(GeneratedPerson person) => person.Id + 30_000_000;

    public static async Task ReplaceAsync(GraphContext db, GeneratedWorld world)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var statement in Emptied)
        {
            await db.Database.ExecuteSqlRawAsync(statement);
        }

        await DemoBatch.WriteAsync(db, [Rows(world)]);
        var writer = new BulkWriter(db);
        await writer.InsertAsync([.. world.Requests.Where(r => r.Exists).Select(Request)]);
        await writer.InsertAsync([.. world.Existing.Where(p => p.EndingVersion is not null).Select(Ending)]);
        await writer.InsertAsync([.. world.Existing.SelectMany(Openings)]);
        await writer.InsertAsync([.. world.Existing.Where(p => p.Unseen % 3 == 0).Select(Former)]);
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
            ActivityTypes = v.ActivityTypes,
            Capacity = v.Capacity,
            ChildCertificateOn = v.Certificate,
        }));
        rows.Households.AddRange(world.Existing.Select(p => p.Household).OfType<long>().Distinct().Select(id => new Household { Id = id }));
        rows.Activations.AddRange(world.Activations.Select(a => new BranchActivation
        {
            Id = a.Id,
            BranchId = Ids.OfBranch(a.Branch),
            RequestedAt = SharingWorld.Now.AddDays(-a.RequestedDays),
            RequestedBy = a.RequestedBy,
            Status = a.Status,
            DecidedAt = a.DecidedDays is { } days ? SharingWorld.Now.AddDays(-days) : null,
            Reason = a.Reason,
        }));
        foreach (var person in world.Existing)
        {
            Add(rows, person);
        }

        return rows;
    }

    private static void Add(DemoBatch rows, GeneratedPerson p)
    {
        rows.Refugees.Add(new Refugee
        {
            Id = p.Id,
            Reference = p.Reference,
            Version = p.RowVersion,
            RegisteredAt = Unseen(p, 100),
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
            PlacedAt = p.Municipality is null ? null : Unseen(p, 30),
            MovesInOn = p.MovesInOn,
            Street = p.Street,
            PostalCode = p.Street is null ? null : TestCountry.PostalCodeInNorth,
            Town = p.Street is null ? null : p.Town,
            CaseworkerId = p.Caseworker,
            InterviewId = p.HasInterview ? p.Id + 40_000_000 : null,
            ConsentId = p.HasConsent && !p.IsWithdrawn ? ConsentId(p, p.ConsentVersion) : null,
            ReferralId = p.HasReferral ? ReferralId(p) : null,
        });
        // An earlier interview, which the last one has replaced.
        if (p.Unseen % 2 == 0)
        {
            rows.Interviews.Add(new HandoverInterview
            {
                Id = p.Id + 70_000_000,
                RefugeeId = p.Id,
                HeldOn = new DateOnly(2025, 12, 1),
                HeldBy = p.HeldBy,
                LanguageCode = TestCountry.Tongue,
                Answer = ContactAnswer.Undecided,
                RecordedAt = Unseen(p, 90),
            });
        }

        if (p.HasInterview)
        {
            rows.Interviews.Add(new HandoverInterview
            {
                Id = p.Id + 40_000_000,
                RefugeeId = p.Id,
                HeldOn = DateOnly.FromDateTime(SharingWorld.Now).AddDays(-p.InterviewDays),
                HeldBy = p.HeldBy,
                LanguageCode = p.InterviewLanguage,
                Interpreter = p.Interpreter,
                Answer = p.Answer,
                Wishes = p.Wishes,
                RecordedAt = Unseen(p, 21),
            });
        }

        if (p.HasConsent)
        {
            for (var version = 1; version <= p.ConsentVersion; version++)
            {
                rows.Consents.Add(Version(p, version));
            }
        }

        if (p.HasReferral)
        {
            rows.Referrals.Add(new Referral
            {
                Id = ReferralId(p),
                RefugeeId = p.Id,
                MunicipalityCode = p.ReferralMunicipality,
                BranchId = p.Branch is null ? null : Ids.OfBranch(p.Branch),
                Status = p.Status,
                // A closed referral shows how long it lasted, but not when it ended.
                WaitingSince = SharingWorld.Now.AddDays(-p.WaitingDays - (p.IsClosed ? ClosedDays(p) : 0)),
                AssignedAt = p.Branch is null ? null : SharingWorld.Now.AddDays(-p.AssignedDays),
                AcceptedAt = Unseen(p, 4),
                ContactedAt = Unseen(p, 3),
                MetAt = Unseen(p, 2),
                ClosedAt = p.IsClosed ? SharingWorld.Now.AddDays(-ClosedDays(p)) : null,
                ReturnReason = p.ReturnReason,
                Version = p.Unseen + 1,
            });
        }

        if (p.EarlierBranch is not null)
        {
            rows.Referrals.Add(new Referral
            {
                Id = p.Id + 80_000_000,
                RefugeeId = p.Id,
                MunicipalityCode = p.ReferralMunicipality,
                BranchId = Ids.OfBranch(p.EarlierBranch),
                Status = ReferralStatus.Returned,
                WaitingSince = Unseen(p, 60),
                AssignedAt = Unseen(p, 59),
                ClosedAt = Unseen(p, 50),
                ReturnReason = p.HeldBy,
            });
        }

        if (p.HasEarlierMatch)
        {
            rows.Matches.Add(new Match
            {
                Id = p.Id + 90_000_000,
                ReferralId = ReferralId(p),
                RefugeeId = p.Id,
                VolunteerId = p.Branch == "test-north-a" ? 7003 : 7004,
                BranchId = Ids.OfBranch(p.Branch!),
                ActivityTypeKey = TestCountry.Language,
                Status = MatchStatus.Ended,
                ProposedAt = Unseen(p, 20),
                EndedAt = Unseen(p, 10),
            });
        }

        if (p.HasMatch)
        {
            rows.Matches.Add(new Match
            {
                Id = MatchId(p),
                ReferralId = ReferralId(p),
                RefugeeId = p.Id,
                VolunteerId = SharingWorld.Volunteers[p.Volunteer!.Value],
                BranchId = Ids.OfBranch(p.Branch!),
                ActivityTypeKey = p.MatchActivity,
                Status = p.MatchStatus,
                ProposedAt = Unseen(p, 9),
                ConfirmedAt = Unseen(p, 8),
                EndedAt = Unseen(p, 7),
                Version = p.Unseen + 1,
            });
        }

        if (p.HasNotice)
        {
            rows.Notices.Add(new HandoverNotice
            {
                Id = NoticeId(p),
                RefugeeId = p.Id,
                Reference = p.Reference,
                MunicipalityCode = p.NoticeMunicipality,
                News = p.News,
                CreatedAt = SharingWorld.Now.AddDays(-p.NoticeDays),
                AcknowledgedAt = p.IsAcknowledged ? SharingWorld.Now.AddHours(-p.NoticeDays) : null,
                AcknowledgedBy = p.IsAcknowledged ? $"{p.HeldBy}{p.Unseen}" : null,
                Version = p.Unseen + 1,
            });
        }
    }

    public static long ConsentNoticeId(GeneratedPerson person) => person.Id + 60_000_000;

    private static DateTime Unseen(GeneratedPerson p, int days) => SharingWorld.Now.AddDays(-days).AddMinutes(-p.Unseen);

    private static int ClosedDays(GeneratedPerson p) => 1 + (p.Unseen % 20);

    private static DeletionRequest Request(GeneratedRequest r) => new()
    {
        Id = r.Id,
        Reference = r.Reference,
        Role = r.Role,
        Scope = r.Scope,
        Fields = r.Fields,
        Reason = r.Reason,
        RequestedAt = SharingWorld.Now.AddDays(-r.RequestedDays),
        ConfirmedAt = r.Ended is (DeletionStatus.Confirmed, var confirmed) ? SharingWorld.Now.AddHours(-confirmed) : null,
        ConfirmedBy = r.ConfirmedBy,
        CancelledAt = r.Ended is (DeletionStatus.Cancelled, var cancelled) ? SharingWorld.Now.AddHours(-cancelled) : null,
        RemindedAt = r.RemindedHours is { } hours ? SharingWorld.Now.AddHours(-hours) : null,
        Version = r.RowVersion,
    };

    private static ConsentNotice Ending(GeneratedPerson p) => new()
    {
        Id = ConsentNoticeId(p),
        RefugeeId = p.Id,
        ConsentVersion = p.EndingVersion!.Value,
        EndsOn = p.EndsOn,
        CreatedAt = SharingWorld.Now.AddDays(p.EndsOn.DayNumber - DateOnly.FromDateTime(SharingWorld.Now).DayNumber - 60),
    };

    private static IEnumerable<SubjectAccess> Openings(GeneratedPerson p)
    {
        foreach (var (officer, minutes, place) in new[] { (Officer, p.OpenedMinutesAgo, 0), ("another", p.OpenedByOtherMinutesAgo, 1) })
        {
            if (minutes is { } ago)
            {
                yield return new SubjectAccess
                {
                    Id = p.Id + (10_000_000L * place),
                    RefugeeId = p.Id,
                    Officer = officer,
                    Reason = p.HeldBy,
                    ReasonSalt = SubjectAccess.NewSalt(),
                    OpenedAt = SharingWorld.Now.AddMinutes(-ago),
                    ClosesAt = SharingWorld.Now.AddMinutes(60 - ago),
                };
            }
        }
    }

    private static FormerValue Former(GeneratedPerson p) => new()
    {
        Id = p.Id,
        RefugeeId = p.Id,
        Field = nameof(Refugee.Phone),
        Value = p.HeldBy,
        ChangedAt = Unseen(p, 1),
        ChangedIn = Role.CentreWorker,
        ChangedBy = p.HeldBy,
    };

    public static long ConsentId(GeneratedPerson p, int version) => p.Id + (100_000_000L * version) + 50_000_000;

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
            MunicipalitySince = isLatest && p.MunicipalityDays is { } municipality ? SharingWorld.Now.AddDays(-municipality) : null,
            VolunteersSince = isLatest && p.VolunteersDays is { } volunteers ? SharingWorld.Now.AddDays(-volunteers) : null,
            GivenAt = p.GivenAt.AddDays(version - p.ConsentVersion),
            // The same end as the product stores.
            ValidUntil = p.IsGuardiansForMinor && ConsentRules.GuardianEnd(Age.ToNumber(p.DateOfBirth)) is var end && end < p.ChosenEnd ? end : p.ChosenEnd,
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
