using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>
/// An invented country, far from Denmark and with codes that do not exist there. Every expectation follows from this file.
/// North has two branches with integration activities and one without, South has one of each, East has only branches without,
/// and West has no branch.
/// </summary>
internal static class TestCountry
{
    public const string North = "9901";
    public const string South = "9902";
    public const string East = "9903";
    public const string West = "9904";

    public const string Family = "test_family";
    public const string Language = "test_language";
    public const string Cafe = "test_cafe";

    public const string Country = "XT";
    public const string Tongue = "qaa";
    public const string OtherTongue = "qab";

    /// <summary>About a kilometre from the branch north-b.</summary>
    public const string PostalCodeInNorth = "0091";
    public const string PostalCodeInEast = "0093";

    public static readonly long Centre = Ids.OfCentre("test-centre");
    public static readonly long OtherCentre = Ids.OfCentre("test-other-centre");
    public static readonly long ClosedCentre = Ids.OfCentre("test-closed-centre");

    public static readonly long NorthA = Ids.OfBranch("test-north-a");
    public static readonly long NorthB = Ids.OfBranch("test-north-b");
    public static readonly long NorthQuiet = Ids.OfBranch("test-north-quiet");
    public static readonly long SouthA = Ids.OfBranch("test-south-a");
    public static readonly long SouthQuiet = Ids.OfBranch("test-south-quiet");
    public static readonly long EastNear = Ids.OfBranch("test-east-near");
    public static readonly long EastFar = Ids.OfBranch("test-east-far");

    public static async Task StoreAsync(GraphContext db)
    {
        db.Add(new Region { Code = "9900", NameDa = "Prøveland", NameEn = "Testland" });
        db.AddRange(
            Municipality(North, 10.0, 10.0, 1), Municipality(South, 9.0, 10.0, 2),
            Municipality(East, 10.0, 11.0, 3), Municipality(West, 10.0, 9.0, 4));
        // More municipalities in between, so that South and the distant ones are not neighbours of all others.
        for (var i = 0; i < 8; i++)
        {
            db.Add(Municipality($"99{20 + i}", 30 + i, 30, 20 + i));
        }

        db.AddRange(Type(Family, true), Type(Language, true), Type(Cafe, false));
        db.Add(new Nationality { Code = Country, NameDa = "Prøveland", NameEn = "Testland" });
        db.AddRange(Spoken(Tongue), Spoken(OtherTongue));
        db.AddRange(
            new PostalDistrict { Code = PostalCodeInNorth, Town = "Nordby", MunicipalityCode = North, Latitude = 10.3, Longitude = 10.0 },
            new PostalDistrict { Code = PostalCodeInEast, Town = "Østby", MunicipalityCode = East, Latitude = 10.3, Longitude = 11.0 });
        db.AddRange(
            new AsylumCentre { Id = Centre, Slug = "test-centre", Name = "Centre", MunicipalityCode = North, Operator = CentreOperator.RedCross },
            new AsylumCentre { Id = OtherCentre, Slug = "test-other-centre", Name = "Other", MunicipalityCode = South, Operator = CentreOperator.RedCross },
            new AsylumCentre { Id = ClosedCentre, Slug = "test-closed-centre", Name = "Closed", MunicipalityCode = South, Operator = CentreOperator.RedCross, ClosedYear = 2020 });
        db.AddRange(
            Branch(NorthA, "test-north-a", North, 10.01, 10.0), Branch(NorthB, "test-north-b", North, 10.31, 10.0),
            Branch(NorthQuiet, "test-north-quiet", North, 10.0, 10.01),
            Branch(SouthA, "test-south-a", South, 9.0, 10.0), Branch(SouthQuiet, "test-south-quiet", South, 9.0, 10.01),
            Branch(EastNear, "test-east-near", East, 10.0, 11.01), Branch(EastFar, "test-east-far", East, 10.31, 11.0));
        db.AddRange(Opened(NorthA, Family), Opened(NorthB, Language), Opened(NorthQuiet, Cafe), Opened(SouthA, Family));
        await db.SaveChangesAsync();
    }

    public static Activity Opened(long branch, string type, DateOnly? opensOn = null, DateOnly? closesOn = null) => new()
    {
        Id = Ids.New(),
        BranchId = branch,
        ActivityTypeKey = type,
        Title = type,
        OpensOn = opensOn ?? new DateOnly(2025, 1, 1),
        ClosesOn = closesOn,
    };

    public static Branch Branch(long id, string slug, string municipality, double latitude, double longitude, int capacity = 3) => new()
    {
        Id = id,
        Slug = slug,
        Name = slug,
        MunicipalityCode = municipality,
        Town = "Town",
        PostalCode = PostalCodeInNorth,
        Latitude = latitude,
        Longitude = longitude,
        Capacity = capacity,
    };

    private static Municipality Municipality(string code, double latitude, double longitude, int tile) => new()
    {
        Code = code,
        Name = code,
        RegionCode = "9900",
        Population = 1000,
        Latitude = latitude,
        Longitude = longitude,
        TileColumn = 900 + tile,
        TileRow = 900,
        TileAbbreviation = code,
    };

    private static ActivityType Type(string key, bool isIntegration) => new()
    {
        Key = key,
        NameDa = key,
        NameEn = key,
        DescriptionDa = key,
        DescriptionEn = key,
        IsIntegration = isIntegration,
    };

    private static Language Spoken(string code) => new() { Code = code, NameDa = code, NameEn = code, Endonym = code };
}
