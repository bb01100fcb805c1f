using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Demo;

/// <summary>The demonstration world follows the rules of the process.</summary>
public class DemoWorldRulesTests(DemoWorldDatabase world) : IClassFixture<DemoWorldDatabase>
{
    private static readonly DateOnly Today = DemoWorldDatabase.Today;
    private static readonly DateTime Now = DemoWorldDatabase.Now;

    [Theory, BothDatabases]
    public async Task Nothing_lies_in_the_future_or_before_the_registration(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var person in rows.Refugees)
        {
            var moments = person.Interviews.Select(x => x.RecordedAt)
                .Concat(person.Consents.SelectMany(x => Moments(x.GivenAt, x.WithdrawnAt, x.ReplacedAt)))
                .Concat(person.Referrals.SelectMany(x => Moments(x.WaitingSince, x.AssignedAt, x.AcceptedAt, x.ContactedAt, x.ClosedAt)))
                .Concat(person.HandoverNotices.SelectMany(x => Moments(x.CreatedAt, x.AcknowledgedAt)))
                .Concat(rows.Matches.Where(x => x.RefugeeId == person.Id).SelectMany(x => Moments(x.ProposedAt, x.ConfirmedAt, x.EndedAt)))
                .Concat(Moments(person.PlacedAt));
            moments.All(x => x >= person.RegisteredAt && x < Now).ShouldBeTrue(person.Reference);
            DemoWorldRows.Born(person).ShouldBeLessThanOrEqualTo(Today);
        }
    }

    [Theory, BothDatabases]
    public async Task A_consent_comes_after_the_wish_for_contact(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        rows.Consents.ShouldNotBeEmpty();
        foreach (var consent in rows.Consents)
        {
            consent.Refugee!.Interviews.Any(x => x.Answer == ContactAnswer.WantsContact && x.RecordedAt <= consent.GivenAt).ShouldBeTrue();
        }
    }

    [Theory, BothDatabases]
    public async Task Pointers_lead_to_the_latest(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var person in rows.Refugees)
        {
            person.Interview.ShouldBe(person.Interviews.MaxBy(x => x.RecordedAt));
            person.Consent.ShouldBe(person.Consents.SingleOrDefault(x => x.WithdrawnAt is null && x.ReplacedAt is null));
            person.Consents.Select(x => x.Version).Order().ShouldBe(Enumerable.Range(1, person.Consents.Count));
            if (person.Interview?.Answer == ContactAnswer.Declines)
            {
                person.ConsentId.ShouldBeNull();
            }

            if (person.Referrals.Count == 0)
            {
                person.Referral.ShouldBeNull();
            }
            else if (person.Referrals.SingleOrDefault(x => x.ClosedAt is null) is { } open)
            {
                person.Referral.ShouldBe(open);
            }
            else
            {
                person.Referral!.ClosedAt.ShouldBe(person.Referrals.Max(x => x.ClosedAt));
            }
        }
    }

    [Theory, BothDatabases]
    public async Task A_guardian_gives_it_for_a_minor_until_the_month_of_the_eighteenth_birthday(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var consent in rows.Consents)
        {
            var adultOn = DemoWorldRows.Born(consent.Refugee!).AddYears(18);
            var minor = DemoClock.DayOf(consent.GivenAt) < adultOn;
            (consent.Guardian is not null).ShouldBe(minor);
            if (minor)
            {
                consent.ValidUntil.ShouldBeLessThanOrEqualTo(DemoClock.StartOf(new DateOnly(adultOn.Year, adultOn.Month, 1)));
            }

            consent.ValidUntil.ShouldBeGreaterThan(consent.GivenAt);
            (consent.MunicipalityFields | consent.VolunteersFields).ShouldNotBe(SharedFields.None);
            if (consent.ReplacedAt is { } replaced)
            {
                replaced.ShouldBeLessThan(consent.ValidUntil);
            }
        }
    }

    [Theory, BothDatabases]
    public async Task Who_declined_is_forgotten_thirty_days_after_the_move(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        rows.Refugees.Where(x => x.Interview?.Answer == ContactAnswer.Declines && x.Consents.Count == 0)
            .ShouldAllBe(x => x.MovesInOn == null || x.MovesInOn >= Today.AddDays(-30));
    }

    [Theory, BothDatabases]
    public async Task A_notice_tells_of_granted_fields_after_the_placement(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var notice in rows.Notices)
        {
            var person = notice.Refugee!;
            notice.Reference.ShouldBe(person.Reference);
            notice.News.ShouldNotBe(SharedFields.None);
            person.Consents.Any(x => (notice.News & ~x.MunicipalityFields) == 0 && x.GivenAt <= notice.CreatedAt
                && !(x.WithdrawnAt <= notice.CreatedAt) && !(x.ReplacedAt <= notice.CreatedAt) && notice.CreatedAt < x.ValidUntil).ShouldBeTrue();
            if (notice.MunicipalityCode == person.MunicipalityCode)
            {
                notice.CreatedAt.ShouldBeGreaterThanOrEqualTo(person.PlacedAt!.Value);
            }

            if (person.NameAndAddressProtection)
            {
                notice.News.HasFlag(SharedFields.Address).ShouldBeFalse();
            }
        }
        foreach (var person in rows.Refugees.Where(x => x.MunicipalityCode is not null && DemoWorldRows.InForce(x.Consent)))
        {
            if ((person.Consent!.MunicipalityFields & (SharedFields.Name | SharedFields.Age | SharedFields.Nationality)) != 0)
            {
                person.HandoverNotices.Any(x => x.MunicipalityCode == person.MunicipalityCode).ShouldBeTrue(person.Reference);
            }
        }
    }

    [Theory, BothDatabases]
    public async Task A_referral_stands_on_a_grant_to_volunteers(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var referral in rows.Referrals)
        {
            referral.Refugee!.Consents.Any(x => x.VolunteersFields != 0 && x.GivenAt <= referral.WaitingSince).ShouldBeTrue();
            if (referral.ClosedAt is null)
            {
                referral.Refugee.MunicipalityCode.ShouldBe(referral.MunicipalityCode);
                referral.Refugee.Consent!.VolunteersFields.ShouldNotBe(SharedFields.None);
            }
        }
        foreach (var person in rows.Refugees.Where(x => x.MunicipalityCode is not null && DemoWorldRows.InForce(x.Consent)))
        {
            person.Referrals.Any(x => x.MunicipalityCode == person.MunicipalityCode).ShouldBe(person.Consent!.VolunteersFields != 0, person.Reference);
        }
    }

    [Theory, BothDatabases]
    public async Task A_referral_goes_to_a_branch_of_the_municipality_that_runs_integration_activities(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var referral in rows.Referrals.Where(x => x.BranchId is not null))
        {
            referral.Branch!.MunicipalityCode.ShouldBe(referral.MunicipalityCode);
            rows.RunningBranches.ShouldContain(referral.BranchId!.Value);
            referral.AssignedAt.ShouldNotBeNull();
        }
        foreach (var branch in rows.Branches)
        {
            rows.Referrals.Count(x => x.BranchId == branch.Id && x.ClosedAt is null).ShouldBeLessThan(branch.Capacity, "The story needs free capacity at the branch.");
        }

        foreach (var returned in rows.Referrals.Where(x => x.Status == ReferralStatus.Returned))
        {
            returned.ReturnReason.ShouldNotBeNull();
            returned.Refugee!.Referrals.Any(x => x.WaitingSince == returned.WaitingSince && x.BranchId != returned.BranchId).ShouldBeTrue();
        }
    }

    [Theory, BothDatabases]
    public async Task Status_and_steps_of_a_referral_agree(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var referral in rows.Referrals)
        {
            var ended = referral.Status is ReferralStatus.Closed or ReferralStatus.Returned or ReferralStatus.Lapsed;
            (referral.ClosedAt is not null).ShouldBe(ended);
            (referral.Status == ReferralStatus.AwaitingBranch).ShouldBe(!ended && referral.BranchId is null);
            if (referral.Status == ReferralStatus.Assigned)
            {
                referral.AcceptedAt.ShouldBeNull();
            }

            if (referral.Status is ReferralStatus.Accepted)
            {
                (referral.AcceptedAt is not null && referral.ContactedAt is null).ShouldBeTrue();
            }

            if (referral.Status is ReferralStatus.Contacted or ReferralStatus.Matched or ReferralStatus.Met)
            {
                (referral.AcceptedAt is not null && referral.ContactedAt is not null).ShouldBeTrue();
            }

            var steps = new[] { referral.WaitingSince, referral.AssignedAt, referral.AcceptedAt, referral.ContactedAt, referral.ClosedAt }.OfType<DateTime>().ToList();
            steps.ShouldBe(steps.Order());
            referral.Matches.Any(x => x.Status == MatchStatus.Confirmed).ShouldBe(referral.Status is ReferralStatus.Matched or ReferralStatus.Met);
        }
    }

    [Theory, BothDatabases]
    public async Task Who_waits_for_a_branch_has_one_asked_to_start(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        var waiting = rows.Referrals.Where(x => x.Status == ReferralStatus.AwaitingBranch).ToList();
        waiting.ShouldNotBeEmpty();
        foreach (var municipality in waiting.Select(x => x.MunicipalityCode).Distinct())
        {
            var idle = rows.Branches.Where(x => x.MunicipalityCode == municipality && !rows.RunningBranches.Contains(x.Id)).Select(x => x.Id).ToList();
            if (idle.Count > 0)
            {
                rows.Activations.ShouldContain(x => idle.Contains(x.BranchId) && (x.Status == ActivationStatus.Requested || x.Status == ActivationStatus.Refused));
            }
        }
        var needed = waiting.Select(x => x.MunicipalityCode).ToHashSet();
        rows.Activations.Where(x => x.Status == ActivationStatus.Requested).ShouldAllBe(x => needed.Contains(x.Branch!.MunicipalityCode));
    }

    [Theory, BothDatabases]
    public async Task Volunteers_are_matched_within_their_branch_capacity_and_certificate(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var match in rows.Matches)
        {
            match.Volunteer!.BranchId.ShouldBe(match.BranchId);
            match.Referral!.BranchId.ShouldBe(match.BranchId);
            match.Referral.RefugeeId.ShouldBe(match.RefugeeId);
            (match.EndedAt is not null).ShouldBe(match.Status is MatchStatus.Declined or MatchStatus.Ended);
            if (DemoWorldRows.Born(match.Refugee!).AddYears(18) > Today)
            {
                match.Volunteer.ChildCertificateOn.ShouldNotBeNull();
            }
        }
        foreach (var volunteer in rows.Volunteers)
        {
            rows.Matches.Count(x => x.VolunteerId == volunteer.Id && x.EndedAt is null).ShouldBeLessThanOrEqualTo(volunteer.Capacity);
        }
    }

    private static IEnumerable<DateTime> Moments(params DateTime?[] moments) => moments.OfType<DateTime>();
}
