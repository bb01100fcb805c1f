using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Identity;

/// <summary>
/// The scopes of the roles: two municipalities, a centre, three branches and two volunteers. No test writes to the database,
/// so all tests share one of each kind.
/// </summary>
internal static class IdentityWorld
{
    public const long CoordinatedBranch = 33;
    public const long Volunteer = 4711;

    private static readonly Dictionary<DatabaseKind, Lazy<Task<TestDatabase>>> Databases =
        Enum.GetValues<DatabaseKind>().ToDictionary(kind => kind, kind => new Lazy<Task<TestDatabase>>(() => MakeAsync(kind)));

    public static Task<TestDatabase> OnAsync(DatabaseKind kind) => Databases[kind].Value;

    private static async Task<TestDatabase> MakeAsync(DatabaseKind kind)
    {
        var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();
        await context.Database.MigrateAsync();
        context.AddRange(
            new Region { Code = "1083", NameDa = "Region Syddanmark", NameEn = "Region of Southern Denmark" },
            new Municipality { Code = "0461", Name = "Odense", RegionCode = "1083", TileAbbreviation = "ODE" },
            new Municipality { Code = "0101", Name = "København", RegionCode = "1083", TileColumn = 1, TileAbbreviation = "KBH" },
            new ActivityType
            {
                Key = "network_family",
                NameDa = "netværksfamilie",
                NameEn = "network family",
                DescriptionDa = "",
                DescriptionEn = "",
                IsIntegration = true,
            },
            new AsylumCentre { Id = 10, Slug = "center-avnstrup", Name = "Center Avnstrup", MunicipalityCode = "0101" },
            new AsylumCentre { Id = 11, Slug = "center-sandholm", Name = "Center Sandholm", MunicipalityCode = "0101" },
            Branch(31, "hovedstaden", "0101"), Branch(32, "bogense", "0461"), Branch(CoordinatedBranch, "odense", "0461"),
            new Activity { Id = 51, BranchId = CoordinatedBranch, ActivityTypeKey = "network_family", Title = "Familier" },
            new Volunteer { Id = 4710, BranchId = 31, GivenName = "A", FamilyName = "A" },
            new Volunteer { Id = Volunteer, BranchId = CoordinatedBranch, GivenName = "B", FamilyName = "B" });
        await context.SaveChangesAsync();
        return database;
    }

    private static Branch Branch(long id, string slug, string municipality) => new()
    {
        Id = id,
        Slug = slug,
        Name = "Røde Kors " + slug,
        MunicipalityCode = municipality,
        Town = slug,
        PostalCode = "5000",
    };
}
