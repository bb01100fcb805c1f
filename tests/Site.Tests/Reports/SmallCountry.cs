using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Site.Tests.Reports;

/// <summary>
/// A database with an invented country of one region, two municipalities and three branches, for tests that generate many
/// sites. Only the branch <c>one</c> has an integration activity; <c>two</c> is the only branch of its municipality.
/// </summary>
internal static class SmallCountry
{
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind)
    {
        var database = TestDatabase.Empty(kind);
        await using var context = database.CreateContext();
        await context.Database.MigrateAsync();
        context.Regions.Add(new Region { Code = "1081", NameDa = "Region Nord", NameEn = "North Region" });
        context.ActivityTypes.Add(new ActivityType
        {
            Key = "cafe",
            NameDa = "Café",
            NameEn = "Café",
            DescriptionDa = "Kaffe.",
            DescriptionEn = "Coffee.",
            IsIntegration = true,
        });
        context.Municipalities.AddRange(Municipality("0101", "Aaby", 10_000, 0), Municipality("0102", "Bæk", 20_000, 1));
        context.PostalDistricts.Add(new PostalDistrict { Code = "9000", Town = "Byen", MunicipalityCode = "0101" });
        context.Branches.AddRange(Branch("one", "0101"), Branch("one-more", "0101"), Branch("two", "0102"));
        context.Activities.Add(Activity("one", new DateOnly(2020, 1, 1), null));
        await context.SaveChangesAsync();
        return database;
    }

    public static Branch Branch(string slug, string municipality) => new()
    {
        Id = Ids.OfBranch(slug),
        Slug = slug,
        Name = "Røde Kors " + slug,
        MunicipalityCode = municipality,
        Town = "Byen",
        PostalCode = "9000",
    };

    public static Activity Activity(string branch, DateOnly opensOn, DateOnly? closesOn) => new()
    {
        Id = Ids.New(),
        BranchId = Ids.OfBranch(branch),
        ActivityTypeKey = "cafe",
        Title = "Café",
        OpensOn = opensOn,
        ClosesOn = closesOn,
    };

    private static Municipality Municipality(string code, string name, int population, int column) => new()
    {
        Code = code,
        Name = name,
        RegionCode = "1081",
        Population = population,
        TileColumn = column,
        TileRow = 0,
        TileAbbreviation = name[..2].ToUpperInvariant(),
    };
}
