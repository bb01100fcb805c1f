using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Referrals;

/// <summary>A person who waits for a branch.</summary>
/// <param name="PostalCode">Postal code of the new home; null if unknown or if volunteers may not see the address.</param>
internal sealed record WaitingPerson(
    long ReferralId, long RefugeeId, DateTime WaitingSince, long? HouseholdId, string Wishes, string? PostalCode);

/// <summary>The data that routing in one municipality uses, read from the database.</summary>
internal sealed class WaitingList
{
    public required Place Seat { get; init; }
    public required List<RoutedBranch> Branches { get; init; }

    /// <summary>The waiting persons, longest-waiting first.</summary>
    public required List<WaitingPerson> Persons { get; init; }
    public required Dictionary<string, Place> Districts { get; init; }

    /// <summary>Branches that have returned a referral of the person, by the person's id.</summary>
    public required ILookup<long, long> ReturnedBy { get; init; }

    /// <summary>Branches that have members of the household, by the household's id.</summary>
    public required Dictionary<long, HashSet<long>> HouseholdsAt { get; init; }

    public static async Task<WaitingList> ReadAsync(
        GraphContext db, string municipalityCode, Moment at, CancellationToken cancellationToken)
    {
        var persons = await Waiting(db, municipalityCode, at.Now)
            .OrderBy(x => x.WaitingSince).ThenBy(x => x.Id)
            .Select(SharingConditions.Inline((Referral x) => new WaitingPerson(
                x.Id, x.RefugeeId, x.WaitingSince, x.Refugee!.HouseholdId,
                x.Refugee.Interview == null ? "" : x.Refugee.Interview.Wishes,
                x.Refugee.SharesAddressWithVolunteers() ? x.Refugee.PostalCode : null)))
            .ToListAsync(cancellationToken);
        var codes = persons.Select(x => x.PostalCode).OfType<string>().Distinct().ToList();
        var districts = await db.PostalDistricts.Where(x => codes.Contains(x.Code))
            .ToDictionaryAsync(x => x.Code, x => new Place(x.Latitude, x.Longitude), cancellationToken);
        var returned = await db.Referrals
            .Where(x => x.Status == ReferralStatus.Returned && x.BranchId != null
                && Waiting(db, municipalityCode, at.Now).Any(waiting => waiting.RefugeeId == x.RefugeeId))
            .Select(x => new { x.RefugeeId, BranchId = x.BranchId!.Value })
            .ToListAsync(cancellationToken);
        var households = persons.Select(x => x.HouseholdId).OfType<long>().Distinct().ToList();
        var members = await Open(db, at.Now)
            .Where(x => x.BranchId != null && x.Refugee!.HouseholdId != null && households.Contains(x.Refugee.HouseholdId.Value))
            .Select(x => new { HouseholdId = x.Refugee!.HouseholdId!.Value, BranchId = x.BranchId!.Value })
            .ToListAsync(cancellationToken);
        var seat = await db.Municipalities.Where(x => x.Code == municipalityCode)
            .Select(x => new Place(x.Latitude, x.Longitude)).SingleAsync(cancellationToken);
        return new WaitingList
        {
            Seat = seat,
            Branches = await BranchesAsync(db, municipalityCode, at, cancellationToken),
            Persons = persons,
            Districts = districts,
            ReturnedBy = returned.ToLookup(x => x.RefugeeId, x => x.BranchId),
            HouseholdsAt = members.GroupBy(x => x.HouseholdId).ToDictionary(x => x.Key, x => x.Select(y => y.BranchId).ToHashSet()),
        };
    }

    /// <summary>Returns the combined need of these persons: one person, or members of one household.</summary>
    public RoutingNeed NeedOf(IReadOnlyCollection<WaitingPerson> persons)
    {
        var home = persons.Select(x => x.PostalCode).FirstOrDefault(x => x is not null && Districts.ContainsKey(x));
        var household = persons.First().HouseholdId;
        return new RoutingNeed(
            persons.Count,
            persons.SelectMany(x => KeyList.Split(x.Wishes)).ToHashSet(),
            home is null ? Seat : Districts[home],
            persons.SelectMany(x => ReturnedBy[x.RefugeeId]).ToHashSet(),
            household is { } id && HouseholdsAt.TryGetValue(id, out var branches) ? branches : new HashSet<long>());
    }

    /// <summary>
    /// Referrals that are open at this instant. A referral whose consent has expired has lapsed, even if its row is not
    /// closed yet.
    /// </summary>
    private static IQueryable<Referral> Open(GraphContext db, DateTime now) => db.Referrals.Where(
        SharingConditions.Inline((Referral x) => x.ClosedAt == null && x.Refugee!.AdmitsVolunteers(now)));

    private static IQueryable<Referral> Waiting(GraphContext db, string municipalityCode, DateTime now) =>
        Open(db, now).Where(x => x.MunicipalityCode == municipalityCode && x.Status == ReferralStatus.AwaitingBranch);

    private static async Task<List<RoutedBranch>> BranchesAsync(
        GraphContext db, string municipalityCode, Moment at, CancellationToken cancellationToken)
    {
        var branches = await db.Branches.AsNoTracking().Where(x => x.MunicipalityCode == municipalityCode).ToListAsync(cancellationToken);
        var offers = await db.Activities
            .Where(x => x.Branch!.MunicipalityCode == municipalityCode
                && x.OpensOn <= at.Today && (x.ClosesOn == null || x.ClosesOn > at.Today))
            .Join(db.ActivityTypes, x => x.ActivityTypeKey, x => x.Key,
                (activity, type) => new { BranchId = activity.BranchId!.Value, type.Key, type.IsIntegration })
            .ToListAsync(cancellationToken);
        var open = await Open(db, at.Now).Where(x => x.Branch!.MunicipalityCode == municipalityCode)
            .GroupBy(x => x.BranchId!.Value)
            .Select(x => new { x.Key, Count = x.Count() })
            .ToDictionaryAsync(x => x.Key, x => x.Count, cancellationToken);
        var offersOf = offers.ToLookup(x => x.BranchId);
        return branches.ConvertAll(x => new RoutedBranch(
            x.Id, x.Slug, new Place(x.Latitude, x.Longitude), x.Capacity,
            offersOf[x.Id].Select(offer => offer.Key).ToHashSet(),
            offersOf[x.Id].Any(offer => offer.IsIntegration),
            open.GetValueOrDefault(x.Id)));
    }
}
