using System.Globalization;
using Integration.Graph.Site.Output;
using Integration.Graph.Site.Report;
using Integration.Graph.Site.Tests.Reports;

namespace Integration.Graph.Site.Tests.Output;

public sealed class SiteGeneratorTests
{
    [Fact]
    public async Task There_is_a_page_for_every_region_municipality_and_branch_in_both_languages()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["site"], CancellationToken.None);
        TemporaryFolder.FilesOf(folder["site"]).Keys.ShouldBe(
        [
            "404.html", "en/404.html", "icon.svg", "index.html", "en/index.html", "site.css",
            "regioner/1081/index.html", "regioner/1082/index.html", "en/regions/1081/index.html", "en/regions/1082/index.html",
            "kommuner/0101/index.html", "kommuner/0102/index.html", "kommuner/0103/index.html",
            "en/municipalities/0101/index.html", "en/municipalities/0102/index.html", "en/municipalities/0103/index.html",
            "lokalafdelinger/aaby/index.html", "lokalafdelinger/aaby-oest/index.html",
            "lokalafdelinger/baek/index.html", "lokalafdelinger/aeroe/index.html",
            "en/branches/aaby/index.html", "en/branches/aaby-oest/index.html", "en/branches/baek/index.html", "en/branches/aeroe/index.html",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_report_gives_the_same_bytes_whatever_the_culture()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["first"], CancellationToken.None);
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo("ar-SA");
            await SiteGenerator.GenerateAsync(SmallReport.Make() with { MadeAt = DateTime.UnixEpoch }, folder["second"], CancellationToken.None);
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
        TemporaryFolder.FilesOf(folder["second"]).ShouldBe(TemporaryFolder.FilesOf(folder["first"]));
    }

    [Fact]
    public async Task A_report_survives_the_way_through_its_JSON_text()
    {
        using var folder = new TemporaryFolder();
        await SiteGenerator.GenerateAsync(SmallReport.Make(), folder["first"], CancellationToken.None);
        var read = ReportFormat.Read(ReportFormat.Write(SmallReport.Make()));
        read.MadeAt.ShouldBe(SmallReport.Make().MadeAt);
        read.MadeAt.Kind.ShouldBe(DateTimeKind.Utc);
        await SiteGenerator.GenerateAsync(read, folder["second"], CancellationToken.None);
        TemporaryFolder.FilesOf(folder["second"]).ShouldBe(TemporaryFolder.FilesOf(folder["first"]));
    }

    [Fact]
    public async Task Two_pages_for_one_path_are_an_error_that_names_both()
    {
        using var folder = new TemporaryFolder();
        var site = new SiteFolder(folder["site"]);
        await site.WriteAsync("a/index.html", "one", "the first", CancellationToken.None);
        var error = await Should.ThrowAsync<SiteException>(site.WriteAsync("a/index.html", "two", "the second", CancellationToken.None));
        error.Message.ShouldBe("Two pages for the path 'a/index.html': the first and the second.");
        File.ReadAllText(folder["site/a/index.html"]).ShouldBe("one");
    }

    [Theory]
    [InlineData("../outside.html")]
    [InlineData("/etc/index.html")]
    [InlineData("a//index.html")]
    [InlineData(".hidden/index.html")]
    [InlineData("Å/index.html")]
    [InlineData("a\\b.html")]
    public async Task A_path_that_could_leave_the_folder_or_differ_between_systems_is_refused(string path)
    {
        using var folder = new TemporaryFolder();
        var site = new SiteFolder(folder["site"]);
        await Should.ThrowAsync<SiteException>(site.WriteAsync(path, "text", "a page", CancellationToken.None));
        Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).ShouldBe([folder["site"]]);
    }

    [Fact]
    public async Task A_branch_whose_slug_points_elsewhere_writes_nothing_outside()
    {
        using var folder = new TemporaryFolder();
        var report = SmallReport.Make();
        report = report with { Branches = [.. report.Branches, SmallReport.Branch("../../../outside", "Ude", "0101")] };
        await Should.ThrowAsync<SiteException>(SiteGenerator.GenerateAsync(report, folder["a/b/site"], CancellationToken.None));
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["a"]]);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_written_into()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["letter.txt"], "dear");
        await Should.ThrowAsync<SiteException>(SiteGenerator.GenerateAsync(SmallReport.Make(), folder.Path, CancellationToken.None));
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["letter.txt"]]);
    }

    [Fact]
    public async Task A_report_whose_parts_do_not_fit_together_is_refused_with_every_reason()
    {
        using var folder = new TemporaryFolder();
        var report = SmallReport.Make();
        report = report with
        {
            Branches = [.. report.Branches, SmallReport.Branch("aaby", "Igen", "0999", new ActivityCoverage { TypeKey = "ski", Title = "Ski", Weekday = null })],
        };
        var error = await Should.ThrowAsync<SiteException>(SiteGenerator.GenerateAsync(report, folder["site"], CancellationToken.None));
        error.Message.ShouldContain("branch 'aaby' appears twice");
        error.Message.ShouldContain("unknown municipality '0999'");
        error.Message.ShouldContain("unknown activity type 'ski'");
        Directory.Exists(folder["site"]).ShouldBeFalse();
    }
}
