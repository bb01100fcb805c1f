using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.ReferenceData;

public class ReferenceDataLoaderTests
{
    [Theory, BothDatabases]
    public async Task The_country_is_loaded(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();

        (await context.Regions.CountAsync()).ShouldBe(5);
        (await context.Municipalities.CountAsync()).ShouldBe(98);
        (await context.Branches.CountAsync()).ShouldBe(220);
        (await context.PostalDistricts.CountAsync()).ShouldBe(592);
        (await context.Nationalities.CountAsync()).ShouldBe(45);
        (await context.Languages.CountAsync()).ShouldBe(24);
        (await context.ActivityTypes.CountAsync()).ShouldBe(14);
        var odense = await context.Branches.Include(x => x.Municipality).SingleAsync(x => x.Slug == "odense");
        odense.Id.ShouldBe(Ids.Stable("branch:odense"));
        odense.Municipality!.Name.ShouldBe("Odense");
        (await context.Nationalities.SingleAsync(x => x.Code == "XXA")).NameDa.ShouldBe("Statsløs");
        (await context.Languages.SingleAsync(x => x.Code == "ara")).RightToLeft.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Sixty_branches_in_every_region_run_integration_activities(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();

        var integration = await context.ActivityTypes.Where(x => x.IsIntegration).Select(x => x.Key).ToListAsync();
        var branches = await context.Branches.Include(x => x.Municipality).Include(x => x.Activities)
            .Where(x => x.Activities.Any(activity => integration.Contains(activity.ActivityTypeKey))).ToListAsync();

        branches.Count.ShouldBe(60);
        branches.ShouldAllBe(x => x.Activities.Count(activity => activity.Origin == Origin.Assumed) >= 1 && x.Activities.Count <= 6);
        branches.Select(x => x.Municipality!.RegionCode).Distinct().Count().ShouldBe(5);
        branches.Select(x => x.MunicipalityCode).Distinct().Count().ShouldBeLessThan(90);
        (await context.Activities.CountAsync(x => x.CentreId != null)).ShouldBeGreaterThan(0);
    }

    [Theory, BothDatabases]
    public async Task A_second_load_does_nothing(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();

        (await new ReferenceDataLoader(context).LoadAsync(SeedSource.Default)).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task Every_malformed_row_is_named_and_nothing_is_changed(DatabaseKind kind)
    {
        using var seed = new SeedFolder();
        await using var database = await TestDatabase.CreateAsync(kind);
        var name = seed.Replace("regions.csv", "1083,", x => x.Replace("Region Syddanmark", "Et andet navn"));
        var code = seed.Replace("municipalities.csv", "0461,", x => x.Replace("0461,", "461,"));
        var region = seed.Replace("municipalities.csv", "0101,", x => x.Replace(",1084,", ",1099,"));
        var district = seed.Replace("postal_codes.csv", "2000,", x => x.Replace("12.5179", "52.5179"));

        await using var context = database.CreateContext();
        var exception = await Should.ThrowAsync<SeedDataException>(() => new ReferenceDataLoader(context).LoadAsync(seed.Source));

        exception.Message.ShouldContain($"municipalities.csv, line {code}: code '461' is not 4 digits");
        exception.Message.ShouldContain($"municipalities.csv, line {region}: region_code '1099' is not in regions.csv");
        exception.Message.ShouldContain($"postal_codes.csv, line {district}: longitude 52.5179 is outside Denmark");
        // The branch, the quota and the postal districts of the missing municipality are reported too, each with its line.
        exception.Problems.ShouldContain(x => x.File == "branches.csv" && x.Reason.Contains("'0461' is not in municipalities.csv"));
        name.ShouldBe(4);
        (await context.Regions.AsNoTracking().SingleAsync(x => x.Code == "1083")).NameDa.ShouldBe("Region Syddanmark");
    }

    [Theory]
    [InlineData("municipalities.csv", "0147,", ",16,9,", ",17,9,", "tile cell 17,9 already belongs to 0101")]
    [InlineData("municipalities.csv", "0147,", ",104305,", ",0,", "population_2020 0 is not from 1 to 2000000")]
    [InlineData("municipalities.csv", "0147,", ",104305,", ",many,", "population_2020 'many' is not a whole number")]
    [InlineData("municipalities.csv", "0147,", "Frederiksberg", "", "name is empty")]
    [InlineData("municipalities.csv", "0147,", "0147,", "0101,", "'0101' is already in line 2")]
    [InlineData("languages.csv", "ar,", ",rtl", ",up", "direction 'up' is not one of ltr, rtl")]
    [InlineData("languages.csv", "ar,", ",ara,", ",ARA,", "iso639_3 'ARA' is not 3 small letters")]
    [InlineData("nationalities.csv", "SY,", "SY,", "sy,", "alpha2 'sy' is not 2 capital letters")]
    [InlineData("activities.csv", "odense-language", ",odense,,", ",,,", "exactly one of branch and centre must be given")]
    [InlineData("activities.csv", "odense-language", ",odense,,", ",odense,center-jelling,", "exactly one of branch and centre must be given")]
    [InlineData("activities.csv", "odense-language", ",monday,", ",someday,", "weekday 'someday' is not one of nothing, monday")]
    [InlineData("activities.csv", "odense-language", ",monday,2", ",monday,1.", "opens_on '1.")]
    [InlineData("activities.csv", "odense-language", ",language_training,", ",dancing,", "activity_type 'dancing' is not in activity_types.csv")]
    [InlineData("asylum_centres.csv", "center-jelling", ",RED_CROSS,", ",0999,", "operator '0999' is not one of RED_CROSS")]
    [InlineData("branches.csv", "odense,", ",DOCUMENTED,", ",PERHAPS,", "origin 'PERHAPS' is not one of DOCUMENTED, ASSUMED, ENTERED, nothing")]
    [InlineData("branches.csv", "odense,", ",http://", ",odense.", "source must be the address of a page that documents it")]
    [InlineData("branches.csv", "broendby,", ",seed-data/README.md", ",", "source is empty; it must name the rule of the assumption")]
    [InlineData("activities.csv", "odense-integration", ",DOCUMENTED,http", ",DOCUMENTED,see http", "source must be the address of a page that documents it")]
    [InlineData("activities.csv", "ballerup-paperwork", ",ASSUMED,", ",ENTERED,", "origin is ENTERED, but branches.csv says that the branch 'ballerup' is ASSUMED")]
    [InlineData("branches.csv", "odense,", ",5000,", ",500,", "postal_code '500' is not 4 digits")]
    [InlineData("branches.csv", "odense,", ",5000,", ",50,00,", "11 fields instead of 10")]
    [InlineData("regions.csv", "code,", "code,", "number,", "the header must be code,name_da,name_en")]
    public void A_malformed_row_is_named_with_file_line_and_reason(string file, string beginning, string old, string @new, string reason)
    {
        using var seed = new SeedFolder();
        var line = seed.Replace(file, beginning, x =>
        {
            x.ShouldContain(old);
            var at = x.IndexOf(old, StringComparison.Ordinal);
            return x[..at] + @new + x[(at + old.Length)..];
        });

        var exception = Should.Throw<SeedDataException>(() => SeedData.Read(seed.Source));

        exception.Problems.ShouldContain(
            x => x.File == file && x.Line == line && x.Reason.StartsWith(reason, StringComparison.Ordinal), exception.Message);
    }

    [Fact]
    public void Municipalities_must_be_complete()
    {
        using var seed = new SeedFolder();
        seed.Remove("municipalities.csv", "0461,");

        Should.Throw<SeedDataException>(() => SeedData.Read(seed.Source)).Message
            .ShouldContain("municipalities.csv: 97 municipalities, but Denmark has 98");
    }

    [Fact]
    public void A_missing_file_and_one_that_is_not_UTF8_are_named()
    {
        using var seed = new SeedFolder();
        File.Delete(Path.Combine(seed.Path, "languages.csv"));
        File.WriteAllBytes(Path.Combine(seed.Path, "regions.csv"), [.. "code,name_da,name_en\n1081,"u8, 0xE5, 0x0A]);

        var message = Should.Throw<SeedDataException>(() => SeedData.Read(seed.Source)).Message;

        message.ShouldContain("languages.csv: the file is missing in ");
        message.ShouldContain("regions.csv: the file is not UTF-8");
    }

    [Theory, BothDatabases]
    public async Task A_changed_row_is_brought_up_to_date_and_a_new_one_added(DatabaseKind kind)
    {
        using var seed = new SeedFolder();
        await using var database = await TestDatabase.CreateAsync(kind);
        seed.Replace("branches.csv", "odense,", x => x.Replace("Røde Kors Odense", "Røde Kors Odense By"));
        seed.Append("activities.csv", "odense-outing,odense,,outing,Udflugter fra Odense,,2025-01-01,,ENTERED,");

        await using var context = database.CreateContext();
        (await new ReferenceDataLoader(context).LoadAsync(seed.Source)).ShouldBeTrue();

        (await context.Branches.SingleAsync(x => x.Slug == "odense")).Name.ShouldBe("Røde Kors Odense By");
        (await context.Activities.SingleAsync(x => x.Id == Ids.Stable("activity:odense-outing"))).OpensOn.ShouldBe(new DateOnly(2025, 1, 1));
        (await context.Branches.CountAsync()).ShouldBe(220);
        (await new ReferenceDataLoader(context).LoadAsync(seed.Source)).ShouldBeFalse();
    }

    [Theory, BothDatabases]
    public async Task Rows_that_left_the_files_go_unless_something_refers_to_them(DatabaseKind kind)
    {
        using var seed = new SeedFolder();
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();
        context.Add(new Volunteer { Id = Ids.New(), BranchId = Ids.OfBranch("odense"), GivenName = "A", FamilyName = "B", Languages = "dan tam" });
        await context.SaveChangesAsync();
        seed.Remove("languages.csv", "ta,");
        seed.Remove("languages.csv", "ce,");
        seed.Remove("activities.csv", "odense-family");
        seed.Remove("nationalities.csv", "BH,");

        await new ReferenceDataLoader(context).LoadAsync(seed.Source);

        (await context.Languages.CountAsync(x => x.Code == "tam")).ShouldBe(1);
        (await context.Languages.CountAsync(x => x.Code == "che")).ShouldBe(0);
        (await context.Nationalities.CountAsync(x => x.Code == "BH")).ShouldBe(0);
        (await context.Activities.CountAsync(x => x.Id == Ids.Stable("activity:odense-family-camp"))).ShouldBe(0);

        await new ReferenceDataLoader(context).LoadAsync(SeedSource.Default);
        (await context.Languages.CountAsync()).ShouldBe(24);
        (await context.Activities.CountAsync(x => x.Id == Ids.Stable("activity:odense-family-camp"))).ShouldBe(1);
    }

    [Theory, BothDatabases]
    public async Task What_coordinators_opened_or_changed_stays_as_it_is(DatabaseKind kind)
    {
        using var seed = new SeedFolder();
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();
        var mine = new Activity { Id = Ids.New(), ActivityTypeKey = "cafe", Title = "Ny café", BranchId = Ids.OfBranch("odense"), OpensOn = new(2025, 5, 1) };
        context.Add(mine);
        var changed = await context.Activities.SingleAsync(x => x.Id == Ids.Stable("activity:odense-language-training"));
        (changed.Title, changed.Version) = ("Sprogcafé", 2);
        var removed = await context.Activities.SingleAsync(x => x.Id == Ids.Stable("activity:odense-family-camp"));
        (removed.ClosesOn, removed.Version) = (new(2025, 1, 1), 2);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();
        seed.Replace("activities.csv", "odense-language", x => x.Replace("Sprogtræning i Odense", "Sprogtræning"));
        seed.Remove("activities.csv", "odense-family");

        await new ReferenceDataLoader(context).LoadAsync(seed.Source);

        (await context.Activities.SingleAsync(x => x.Id == mine.Id)).Title.ShouldBe("Ny café");
        (await context.Activities.SingleAsync(x => x.Id == changed.Id)).Title.ShouldBe("Sprogcafé");
        (await context.Activities.SingleAsync(x => x.Id == removed.Id)).ClosesOn.ShouldBe(new DateOnly(2025, 1, 1));
    }

    [Theory, BothDatabases]
    public async Task Reference_data_is_found_by_code_and_reloaded(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var context = database.CreateContext();

        var data = await ReferenceTables.LoadAsync(context);

        data.Municipality("0461")!.Region!.NameEn.ShouldBe("Region of Southern Denmark");
        data.Municipality("9999").ShouldBeNull();
        data.Municipality(null).ShouldBeNull();
        data.PostalDistrict("5000")!.Town.ShouldBe("Odense C");
        data.ActivityType("cafe")!.IsIntegration.ShouldBeTrue();
        data.ActivityType("temporary_guardian")!.IsIntegration.ShouldBeFalse();
        data.Language("tir")!.NameEn.ShouldBe("Tigrinya");
        data.Nationality("ER")!.NameDa.ShouldBe("Eritrea");
        data.Municipalities.Select(x => x.Code).ShouldBeInOrder();

        await context.Branches.Where(x => x.Slug == "odense").ExecuteUpdateAsync(x => x.SetProperty(y => y.Capacity, 1));
        await context.ActivityTypes.Where(x => x.Key == "cafe").ExecuteUpdateAsync(x => x.SetProperty(y => y.NameDa, "Kaffe"));
        data.ActivityType("cafe")!.NameDa.ShouldBe("Café");
        (await ReferenceTables.LoadAsync(context)).ActivityType("cafe")!.NameDa.ShouldBe("Kaffe");
    }
}
