using Integration.Graph.Server.Referrals;

namespace Integration.Graph.Server.Tests.Referrals;

/// <summary>The choice between several branches, without a database.</summary>
public class RoutingTests
{
    private static readonly Place Home = new(56, 10);

    [Fact]
    public void A_wished_activity_counts_more_than_fewer_referrals()
    {
        var family = Branch("b") with { OpenReferrals = 2 };
        var language = Branch("a", "language");

        Choose(Need("family"), family, language).ShouldBe("b");
        Choose(Need(), family, language).ShouldBe("a");
        Choose(Need("cycling"), family, language).ShouldBe("a");
    }

    [Fact]
    public void Fewer_open_referrals_count_more_than_a_shorter_way()
    {
        var near = Branch("near") with { OpenReferrals = 1 };
        var far = Branch("far") with { Place = new(57, 10) };

        Choose(Need(), near, far).ShouldBe("far");
        Choose(Need(), near, far with { OpenReferrals = 1 }).ShouldBe("near");
    }

    [Fact]
    public void The_slug_decides_where_all_else_is_equal() =>
        Choose(Need(), Branch("b"), Branch("a"), Branch("c")).ShouldBe("a");

    [Fact]
    public void A_branch_that_is_full_or_quiet_or_has_returned_the_person_is_not_chosen()
    {
        Choose(Need(), Branch("a") with { OpenReferrals = 3 }).ShouldBeNull();
        Choose(Need(), Branch("a") with { HasIntegrationActivities = false }).ShouldBeNull();
        Choose(Need() with { ReturnedBy = new HashSet<long> { Id("a") } }, Branch("a")).ShouldBeNull();
        Choose(Need() with { Persons = 2 }, Branch("a") with { OpenReferrals = 2 }).ShouldBeNull();
        Choose(Need() with { Persons = 2 }, Branch("a") with { OpenReferrals = 1 }).ShouldBe("a");
    }

    [Fact]
    public void The_branch_of_the_household_comes_before_everything_but_capacity()
    {
        var with = Branch("b", "language") with { OpenReferrals = 2, Place = new(57, 10) };
        var need = Need("family") with { HouseholdAt = new HashSet<long> { Id("b") } };

        Choose(need, Branch("a"), with).ShouldBe("b");
        Choose(need, Branch("a"), with with { OpenReferrals = 3 }).ShouldBe("a");
    }

    [Fact]
    public void The_nearest_quiet_branch_that_has_not_been_refused_is_to_be_activated()
    {
        var busy = Branch("busy");
        var near = Branch("near") with { HasIntegrationActivities = false, Place = new(56.1, 10) };
        var far = Branch("far") with { HasIntegrationActivities = false, Place = new(56.2, 10) };

        Activate([], busy, far, near).ShouldBe("near");
        Activate([Id("near")], busy, far, near).ShouldBe("far");
        Activate([Id("near"), Id("far")], busy, far, near).ShouldBeNull();
        Routing.ChooseToActivate(Need() with { ReturnedBy = new HashSet<long> { Id("near") } }, [busy, far, near], new HashSet<long>())!
            .Slug.ShouldBe("far");
    }

    [Fact]
    public void A_distance_is_that_on_the_globe()
    {
        // One degree of a meridian is 1/360 of the circumference. At 60° latitude a degree of longitude is half as long.
        const double degree = 2 * Math.PI * 6371 / 360;
        new Place(0, 0).DistanceTo(new(1, 0)).ShouldBe(degree, 0.001);
        new Place(60, 10).DistanceTo(new(60, 11)).ShouldBe(degree / 2, 0.01);
        new Place(56, 10).DistanceTo(new(-56, -170)).ShouldBe(180 * degree, 0.001);
        Home.DistanceTo(Home).ShouldBe(0);
    }

    [Fact]
    public void The_order_of_the_rows_does_not_matter()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            // Few different values, so that ties are common.
            var branches = Enumerable.Range(0, 8).Select(i => Branch($"s{i}", random.Next(2) == 0 ? "family" : "language") with
            {
                Place = new(56 + random.Next(3), 10),
                OpenReferrals = random.Next(4),
                HasIntegrationActivities = random.Next(4) > 0,
            }).ToArray();
            var need = Need("family") with
            {
                Persons = 1 + random.Next(2),
                ReturnedBy = new HashSet<long> { Id($"s{random.Next(8)}") },
                HouseholdAt = new HashSet<long> { Id($"s{random.Next(8)}") },
            };
            HashSet<long> refused = [Id($"s{random.Next(8)}")];
            var (chosen, activated) = (Choose(need, branches), Routing.ChooseToActivate(need, branches, refused)?.Slug);

            random.Shuffle(branches);

            Choose(need, branches).ShouldBe(chosen, $"seed {seed}, round {round}");
            (Routing.ChooseToActivate(need, branches, refused)?.Slug).ShouldBe(activated, $"seed {seed}, round {round}");
            if (chosen is not null)
            {
                ShouldBeAdmissible(branches.Single(x => x.Slug == chosen), need);
            }
        }
    }

    private static void ShouldBeAdmissible(RoutedBranch branch, RoutingNeed need)
    {
        branch.HasIntegrationActivities.ShouldBeTrue();
        (branch.OpenReferrals + need.Persons).ShouldBeLessThanOrEqualTo(branch.Capacity);
        need.ReturnedBy.ShouldNotContain(branch.Id);
    }

    private static string? Choose(RoutingNeed need, params RoutedBranch[] branches) => Routing.Choose(need, branches)?.Slug;

    private static string? Activate(HashSet<long> refused, params RoutedBranch[] branches) =>
        Routing.ChooseToActivate(Need(), branches, refused)?.Slug;

    private static RoutingNeed Need(params string[] wishes) =>
        new(1, wishes.ToHashSet(), Home, new HashSet<long>(), new HashSet<long>());

    private static RoutedBranch Branch(string slug, string offers = "family") =>
        new(Id(slug), slug, Home, 3, new HashSet<string> { offers }, true, 0);

    private static long Id(string slug) => slug.Aggregate(7L, (sum, letter) => (sum * 31) + letter);
}
