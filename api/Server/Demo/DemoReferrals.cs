using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Demo;

/// <summary>Refers units to branches and generates the following steps, up to the day of the demonstration world.</summary>
internal sealed class DemoReferrals(DemoCountry country, DemoClock clock, DemoRandom random)
{
    private static readonly string[] Reasons =
        ["Ingen frivillige med det rette sprog lige nu", "Afdelingen holder pause i aktiviteten", "For langt at køre for de frivillige"];

    private readonly Dictionary<long, DateTime> _asked = [];

    // Keeps free capacity, so that a person registered during a demonstration finds a branch.
    private const int Spare = 5;

    /// <summary>
    /// Refers persons together. The referral ends by <paramref name="until"/>, when the consent ends, the person moves, or today.
    /// </summary>
    public void Refer(
        DemoBatch batch, IReadOnlyList<Refugee> persons, Municipality municipality, DateTime from, DateTime until, DemoEnd end)
    {
        var running = country.Branches[municipality.Code].Where(x => x.IsActive).ToList();
        if (running.Count == 0)
        {
            Await(batch, persons, municipality, from, from, until, end);
            return;
        }
        var free = running.Where(x => x.Branch.Capacity - x.OpenReferrals >= persons.Count + Spare).ToList();
        var branch = Nearest(free.Count > 0 ? free : running, municipality);
        var returned = random.Chance(0.07) ? After(from, 2, 9, until) : null;
        if (returned is { } at)
        {
            Store(batch, persons, municipality, branch, from, from, new(ReferralStatus.Returned, At(from, 1), null, at), random.Pick(Reasons));
            var others = free.Where(x => x != branch).ToList();
            if (others.Count == 0)
            {
                Await(batch, persons, municipality, from, at, until, end);
                return;
            }
            Take(batch, persons, municipality, Nearest(others, municipality), from, at, until, end, full: false);
            return;
        }
        Take(batch, persons, municipality, branch, from, from, until, end, full: free.Count == 0);
    }

    /// <summary>Adds the activation requests for waiting referrals, and some that are already decided.</summary>
    public void FinishActivations(DemoBatch batch)
    {
        foreach (var (branch, at) in _asked.OrderBy(x => x.Key))
        {
            var refused = random.Chance(0.12) ? After(at, 3, 20, clock.Now) : null;
            batch.Activations.Add(new BranchActivation
            {
                Id = random.Id(),
                BranchId = branch,
                RequestedAt = at,
                Status = refused is null ? ActivationStatus.Requested : ActivationStatus.Refused,
                DecidedAt = refused,
                Reason = refused is null ? null : "Afdelingen har for få frivillige i år",
            });
        }
        foreach (var branch in country.AllMunicipalities.SelectMany(x => country.Branches[x.Code]).Where(x => !_asked.ContainsKey(x.Branch.Id)))
        {
            if (!random.Chance(branch.IsActive ? 0.2 : 0.04))
            {
                continue;
            }

            var at = clock.DaysAgo(random.From(100, 600), random);
            batch.Activations.Add(new BranchActivation
            {
                Id = random.Id(),
                BranchId = branch.Branch.Id,
                RequestedAt = at,
                Status = branch.IsActive ? ActivationStatus.Approved : ActivationStatus.Cancelled,
                DecidedAt = At(at, random.From(5, 60)),
            });
        }
    }

    private void Await(
        DemoBatch batch, IReadOnlyList<Refugee> persons, Municipality municipality, DateTime since, DateTime from, DateTime until, DemoEnd end)
    {
        DateTime? closed = end == DemoEnd.None ? null : until;
        Store(batch, persons, municipality, null, since, null,
            new(end switch { DemoEnd.None => ReferralStatus.AwaitingBranch, DemoEnd.Moved => ReferralStatus.Closed, _ => ReferralStatus.Lapsed }, null, null, closed));
        var idle = country.Branches[municipality.Code].Where(x => !x.IsActive).ToList();
        if (closed is not null || idle.Count == 0)
        {
            return;
        }

        var branch = Nearest(idle, municipality).Branch.Id;
        if (!_asked.TryGetValue(branch, out var asked) || from < asked)
        {
            _asked[branch] = from;
        }
    }

    private void Take(
        DemoBatch batch, IReadOnlyList<Refugee> persons, Municipality municipality, DemoBranch branch,
        DateTime since, DateTime from, DateTime until, DemoEnd end, bool full)
    {
        var accepted = random.Chance(0.92) ? After(from, 0, 6, until) : null;
        var contacted = accepted is { } ready && random.Chance(0.92) ? After(ready, 1, 12, until) : null;
        var status = contacted is not null ? ReferralStatus.Contacted : accepted is not null ? ReferralStatus.Accepted : ReferralStatus.Assigned;
        DateTime? closed = null;
        var match = contacted is { } spoken && random.Chance(0.85) ? NewMatch(branch, persons, spoken, until) : null;
        if (match?.Confirmed is { } confirmed)
        {
            status = ReferralStatus.Matched;
            if (random.Chance(0.9) && After(confirmed, 2, 25, until) is { } met)
            {
                status = ReferralStatus.Met;
                closed = random.Chance(0.7) ? After(met, 60, 240, until) : null;
            }
        }
        else if (contacted is { } tried && random.Chance(0.15))
        {
            closed = After(tried, 60, 200, until);
        }
        // At a branch without free capacity, these referrals are generated as closed: they belong to its past.
        if (full && end == DemoEnd.None)
        {
            closed ??= until.AddHours(-1) > from ? until.AddHours(-1) : from;
        }

        if (closed is not null)
        {
            status = ReferralStatus.Closed;
        }
        else if (end is DemoEnd.Moved or DemoEnd.Withdrawn || (end == DemoEnd.Expired && (full || random.Chance(0.67))))
        {
            (closed, status) = (until, end == DemoEnd.Moved ? ReferralStatus.Closed : ReferralStatus.Lapsed);
        }

        var referrals = Store(batch, persons, municipality, branch, since, from, new(status, accepted, contacted, closed));
        if (closed is null)
        {
            branch.OpenReferrals += persons.Count;
        }

        if (match is not null)
        {
            StoreMatches(batch, referrals, branch, match, closed);
        }
    }

    private DemoMatch? NewMatch(DemoBranch branch, IReadOnlyList<Refugee> persons, DateTime contacted, DateTime until)
    {
        var minors = persons.Any(x => x.DateOfBirth > ((clock.Today.Year - 18) * 10000) + (clock.Today.Month * 100) + clock.Today.Day);
        var able = branch.Volunteers.Where(x => x.Free >= persons.Count && (x.MayMeetMinors || !minors)).ToList();
        if (able.Count == 0 || After(contacted, 1, 25, until) is not { } proposed)
        {
            return null;
        }

        var answered = random.Chance(0.93) ? After(proposed, 0, 6, until) : null;
        var declined = answered is not null && random.Chance(0.07);
        return new(random.Pick(able), random.Pick(branch.IntegrationTypes), proposed, declined ? null : answered, declined ? answered : null);
    }

    private void StoreMatches(DemoBatch batch, List<Referral> referrals, DemoBranch branch, DemoMatch match, DateTime? closed)
    {
        var ended = match.Declined ?? closed;
        if (ended is null)
        {
            match.Volunteer.Free -= referrals.Count;
        }

        foreach (var referral in referrals)
        {
            batch.Matches.Add(new Match
            {
                Id = random.Id(),
                ReferralId = referral.Id,
                RefugeeId = referral.RefugeeId,
                VolunteerId = match.Volunteer.Id,
                BranchId = branch.Branch.Id,
                ActivityTypeKey = match.Type,
                Status = match.Declined is not null ? MatchStatus.Declined
                    : closed is not null ? MatchStatus.Ended
                    : match.Confirmed is not null ? MatchStatus.Confirmed
                    : MatchStatus.Proposed,
                ProposedAt = match.Proposed,
                ConfirmedAt = match.Confirmed,
                EndedAt = ended,
            });
        }
    }

    private List<Referral> Store(
        DemoBatch batch, IReadOnlyList<Refugee> persons, Municipality municipality, DemoBranch? branch, DateTime since,
        DateTime? assigned, DemoSteps steps, string? reason = null)
    {
        var referrals = new List<Referral>(persons.Count);
        foreach (var person in persons)
        {
            var referral = new Referral
            {
                Id = random.Id(),
                RefugeeId = person.Id,
                MunicipalityCode = municipality.Code,
                BranchId = branch?.Branch.Id,
                Status = steps.Status,
                WaitingSince = since,
                AssignedAt = assigned,
                AcceptedAt = steps.Accepted < steps.Closed || steps.Closed is null ? steps.Accepted : null,
                ContactedAt = steps.Contacted < steps.Closed || steps.Closed is null ? steps.Contacted : null,
                ClosedAt = steps.Closed,
                ReturnReason = reason,
            };
            referrals.Add(referral);
            person.ReferralId = referral.Id;
        }
        batch.Referrals.AddRange(referrals);
        return referrals;
    }

    // Fewest open referrals first, then the nearest to the municipality's seat.
    private static DemoBranch Nearest(IEnumerable<DemoBranch> branches, Municipality municipality) => branches
        .OrderBy(x => x.OpenReferrals)
        .ThenBy(x => Math.Pow(x.Branch.Latitude - municipality.Latitude, 2) + Math.Pow((x.Branch.Longitude - municipality.Longitude) * 0.56, 2))
        .ThenBy(x => x.Branch.Slug, StringComparer.Ordinal)
        .First();

    private DateTime At(DateTime from, int days) => from.AddDays(days).AddMinutes(random.From(1, 200));

    private DateTime? After(DateTime from, int least, int most, DateTime until)
    {
        var at = At(from, random.From(least, most));
        return at < until ? at : null;
    }

    private sealed record DemoSteps(ReferralStatus Status, DateTime? Accepted, DateTime? Contacted, DateTime? Closed);

    private sealed record DemoMatch(DemoVolunteer Volunteer, string Type, DateTime Proposed, DateTime? Confirmed, DateTime? Declined);
}
