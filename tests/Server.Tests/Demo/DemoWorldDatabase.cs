using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Demo;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Demo;

/// <summary>A demonstration world of 2,000 persons on each database, read once for all tests of the class.</summary>
public sealed class DemoWorldDatabase
{
    private readonly Dictionary<DatabaseKind, Task<DemoWorldRows>> _rows = [];

    /// <summary>A day in Danish summer time, to detect a forgotten time zone.</summary>
    internal static readonly DateOnly Today = new(2026, 6, 15);

    internal static readonly DateTime Now = DemoClock.StartOf(Today);

    internal Task<DemoWorldRows> OnAsync(DatabaseKind kind)
    {
        lock (_rows)
        {
            return _rows.TryGetValue(kind, out var there) ? there : _rows[kind] = ReadAsync(kind);
        }
    }

    private static async Task<DemoWorldRows> ReadAsync(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, refugees: 2000, Today);
        await using var context = database.CreateContext();
        // A single context connects the rows, so every navigation below is set.
        return new(
            await context.Municipalities.ToListAsync(), await context.Branches.ToListAsync(), await context.Activities.ToListAsync(),
            await context.ActivityTypes.ToListAsync(), await context.PostalDistricts.ToListAsync(), await context.Households.ToListAsync(),
            await context.Refugees.ToListAsync(), await context.HandoverInterviews.ToListAsync(), await context.Consents.ToListAsync(),
            await context.HandoverNotices.ToListAsync(), await context.Referrals.ToListAsync(), await context.BranchActivations.ToListAsync(),
            await context.Volunteers.ToListAsync(), await context.Matches.ToListAsync(), await context.Caseworkers.ToListAsync());
    }
}

/// <summary>All rows of a world.</summary>
internal sealed record DemoWorldRows(
    List<Municipality> Municipalities, List<Branch> Branches, List<Activity> Activities, List<ActivityType> ActivityTypes,
    List<PostalDistrict> PostalDistricts, List<Household> Households, List<Refugee> Refugees, List<HandoverInterview> Interviews,
    List<Consent> Consents, List<HandoverNotice> Notices, List<Referral> Referrals, List<BranchActivation> Activations,
    List<Volunteer> Volunteers, List<Match> Matches, List<Caseworker> Caseworkers)
{
    /// <summary>Branches with an integration activity that is open on the world's day.</summary>
    public HashSet<long> RunningBranches { get; } = [.. Activities
        .Where(x => x.BranchId is not null && x.OpensOn <= DemoWorldDatabase.Today && (x.ClosesOn is null || x.ClosesOn > DemoWorldDatabase.Today)
            && ActivityTypes.Single(type => type.Key == x.ActivityTypeKey).IsIntegration)
        .Select(x => x.BranchId!.Value)];

    public static bool InForce(Consent? consent) =>
        consent is { WithdrawnAt: null, ReplacedAt: null } && consent.ValidUntil > DemoWorldDatabase.Now;

    public static DateOnly Born(Refugee person) =>
        new(person.DateOfBirth / 10000, person.DateOfBirth / 100 % 100, person.DateOfBirth % 100);
}
