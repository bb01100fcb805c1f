using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Tests.Demo;

/// <summary>The content of the demonstration world.</summary>
public class DemoWorldTests(DemoWorldDatabase world) : IClassFixture<DemoWorldDatabase>
{
    private static readonly DateOnly Today = DemoWorldDatabase.Today;
    private static readonly DateTime Now = DemoWorldDatabase.Now;

    [Fact]
    public void The_same_seed_and_day_give_the_same_world()
    {
        var data = SeedData.Read(SeedSource.Default);

        Print(data, Today, 7).ShouldBe(Print(data, Today, 7));
        Print(data, Today, 7).ShouldNotBe(Print(data, Today, 8));
        Print(data, Today, 7).ShouldNotBe(Print(data, Today.AddDays(1), 7));
    }

    [Fact]
    public void Batches_are_cut_without_changing_the_world()
    {
        var data = SeedData.Read(SeedSource.Default);

        var whole = DemoWorld.Generate(data, 500, Today).ToList();
        var cut = DemoWorld.Generate(data, 500, Today, batchSize: 50).ToList();

        cut.Count.ShouldBeGreaterThan(5);
        cut.SelectMany(x => x.Refugees).Select(x => x.Reference).ShouldBe(whole.SelectMany(x => x.Refugees).Select(x => x.Reference));
        cut.Sum(x => x.Referrals.Count).ShouldBe(whole.Sum(x => x.Referrals.Count));
    }

    [Fact]
    public void References_do_not_repeat_in_a_large_world()
    {
        var references = DemoWorld.Generate(SeedData.Read(SeedSource.Default), 50_000, Today)
            .SelectMany(x => x.Refugees).Select(x => x.Reference).ToList();

        references.Count.ShouldBe(50_000);
        references.Distinct().Count().ShouldBe(50_000);
        references.ShouldAllBe(x => Ids.IsReference(x));
    }

    [Theory, BothDatabases]
    public async Task Persons_are_as_many_as_asked_for_and_in_the_proportions_of_the_facts(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);
        var facts = SeedData.Read(SeedSource.Default);

        rows.Refugees.Count.ShouldBe(2000);
        var all = facts.Granted.Values.Sum();
        foreach (var (code, granted) in facts.Granted.Where(x => x.Value > 3000))
        {
            (rows.Refugees.Count(x => x.NationalityCode == code) / 2000.0).ShouldBe((double)granted / all, 0.05, code);
        }

        foreach (var (code, _) in facts.Quotas.Where(x => x.Value == 0))
        {
            rows.Refugees.Any(x => x.MunicipalityCode == code).ShouldBeFalse(code);
        }

        var open = rows.Refugees.Select(x => x.CentreId).Distinct().ToList();
        open.ShouldBeSubsetOf(facts.Centres.Entities.Where(x => x.ClosedYear is null).Select(x => x.Id));
        ((double)rows.Refugees.Count(x => x.NameAndAddressProtection) / 2000).ShouldBeInRange(0.01, 0.06);
    }

    [Theory, BothDatabases]
    public async Task Nobody_can_be_reached_by_mistake(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        foreach (var phone in rows.Refugees.Select(x => x.Phone).Concat(rows.Volunteers.Select(x => x.Phone)).Concat(rows.Caseworkers.Select(x => x.Phone)).OfType<string>())
        {
            phone.ShouldMatch(@"^\+4500\d{6}$");
        }

        rows.Volunteers.Select(x => x.Email!).Concat(rows.Caseworkers.Select(x => x.Email!)).ShouldAllBe(x => x.EndsWith(".example"));
    }

    [Theory, BothDatabases]
    public async Task Households_share_name_placement_and_address(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        rows.Households.Count.ShouldBeGreaterThan(100);
        foreach (var household in rows.Households)
        {
            household.Members.Count.ShouldBeInRange(2, 6);
            household.Members.Select(x => (x.FamilyName, x.MunicipalityCode, x.MovesInOn, x.Street, x.PostalCode, x.Town, x.CentreId)).Distinct().Count().ShouldBe(1);
            household.Members.Any(x => DemoWorldRows.Born(x).AddYears(18) <= Today).ShouldBeTrue();
        }
        var districts = rows.PostalDistricts.ToDictionary(x => x.Code);
        foreach (var person in rows.Refugees.Where(x => x.Street is not null))
        {
            districts[person.PostalCode!].MunicipalityCode.ShouldBe(person.MunicipalityCode);
            districts[person.PostalCode!].Town.ShouldBe(person.Town);
        }
    }

    [Theory, BothDatabases]
    public async Task Every_state_of_the_process_is_there(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        var latest = rows.Refugees.ToLookup(x => x.Interview?.Answer);
        latest[null].ShouldContain(x => x.MunicipalityCode == null);
        latest[null].ShouldContain(x => x.MunicipalityCode != null);
        latest[ContactAnswer.Declines].Count().ShouldBeGreaterThan(50);
        latest[ContactAnswer.Undecided].Count().ShouldBeGreaterThan(50);
        latest[ContactAnswer.WantsContact].ShouldContain(x => x.Consents.Count == 0);
        latest[ContactAnswer.WantsContact].ShouldContain(x => x.ConsentId != null && x.MunicipalityCode == null);
        latest[ContactAnswer.Declines].ShouldContain(x => x.Consents.Count > 0);
        rows.Consents.ShouldContain(x => x.WithdrawnAt != null);
        rows.Consents.ShouldContain(x => x.ReplacedAt != null);
        rows.Consents.ShouldContain(x => x.ValidUntil <= Now && x.WithdrawnAt == null);
        rows.Consents.ShouldContain(x => x.Guardian != null);
        var inForce = rows.Refugees.Select(x => x.Consent).Where(DemoWorldRows.InForce).ToList();
        inForce.ShouldContain(x => x!.MunicipalityFields == SharedFields.All && x.VolunteersFields == SharedFields.All);
        inForce.ShouldContain(x => x!.MunicipalityFields == SharedFields.None);
        inForce.ShouldContain(x => x!.VolunteersFields == SharedFields.None);
        inForce.ShouldContain(x => x!.VolunteersFields != SharedFields.None && x.VolunteersFields != SharedFields.All);
        rows.Referrals.Select(x => x.Status).Distinct().ShouldBe(Enum.GetValues<ReferralStatus>(), ignoreOrder: true);
        rows.Matches.Select(x => x.Status).Distinct().ShouldBe(Enum.GetValues<MatchStatus>(), ignoreOrder: true);
        rows.Activations.Select(x => x.Status).Distinct().ShouldBe(Enum.GetValues<ActivationStatus>(), ignoreOrder: true);
        rows.Notices.ShouldContain(x => x.AcknowledgedAt == null);
        rows.Notices.ShouldContain(x => x.AcknowledgedAt != null);
        rows.Refugees.ShouldContain(x => x.Referrals.Select(y => y.MunicipalityCode).Distinct().Count() > 1, "moved to another municipality");
        rows.Volunteers.Count.ShouldBeInRange(200, 800);
    }

    [Theory, BothDatabases]
    public async Task The_municipality_of_the_examples_has_enough_to_show(DatabaseKind kind)
    {
        var rows = await world.OnAsync(kind);

        rows.Refugees.Count(x => x.MunicipalityCode == "0461" && DemoWorldRows.InForce(x.Consent) && x.Consent!.MunicipalityFields != 0)
            .ShouldBeGreaterThanOrEqualTo(60);
        rows.Referrals.Count(x => x.BranchId == Ids.OfBranch("odense") && x.ClosedAt is null).ShouldBeGreaterThan(5);
        rows.Matches.ShouldContain(x => x.BranchId == Ids.OfBranch("odense") && x.Status == MatchStatus.Confirmed);
    }

    [Fact]
    public void It_has_enough_to_show_on_any_day()
    {
        var data = SeedData.Read(SeedSource.Default);

        for (var day = Today; day < Today.AddDays(400); day = day.AddDays(37))
        {
            var batches = DemoWorld.Generate(data, 2000, day).ToList();
            var consents = batches.SelectMany(x => x.Consents).Where(x => x.ValidUntil > DemoClock.StartOf(day) && x.MunicipalityFields != 0).Select(x => x.Id).ToHashSet();
            batches.SelectMany(x => x.Refugees).Count(x => x.MunicipalityCode == "0461" && x.ConsentId is { } id && consents.Contains(id))
                .ShouldBeGreaterThanOrEqualTo(60, day.ToString("O", null));
        }
    }

    private static string Print(SeedData data, DateOnly today, ulong seed) => string.Join('\n', DemoWorld.Generate(data, 300, today, seed)
        .SelectMany(batch => batch.Refugees.Select(x => $"{x.Id} {x.Reference} {x.GivenName} {x.FamilyName} {x.DateOfBirth} {x.RegisteredAt:O} {x.MunicipalityCode} {x.Street} {x.ConsentId}")
            .Concat(batch.Referrals.Select(x => $"{x.Id} {x.RefugeeId} {x.BranchId} {x.Status} {x.WaitingSince:O} {x.ClosedAt:O}"))
            .Concat(batch.Matches.Select(x => $"{x.Id} {x.VolunteerId} {x.Status} {x.ProposedAt:O}"))
            .Concat(batch.Notices.Select(x => $"{x.Id} {x.News} {x.CreatedAt:O} {x.AcknowledgedAt:O}"))
            .Concat(batch.Activations.Select(x => $"{x.Id} {x.BranchId} {x.Status} {x.RequestedAt:O}"))));
}
