using Integration.Graph.Site.Output;
using Integration.Graph.Site.Tests.Reports;

namespace Integration.Graph.Site.Tests.Output;

public sealed class SiteReplacementTests
{
    [Fact]
    public async Task An_earlier_site_is_replaced_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        await SiteReplacement.WriteAsync(SmallReport.Make(), folder["site"], CancellationToken.None);
        File.WriteAllText(folder["site/stale.html"], "gone branch");

        await SiteReplacement.WriteAsync(SmallReport.Make(revision: 2), folder["site"] + "/", CancellationToken.None);

        File.Exists(folder["site/stale.html"]).ShouldBeFalse();
        File.ReadAllText(folder["site/index.html"]).ShouldContain("udgave 2");
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["site"]]);
    }

    [Fact]
    public async Task A_build_that_fails_half_way_leaves_the_earlier_site()
    {
        using var folder = new TemporaryFolder();
        await SiteReplacement.WriteAsync(SmallReport.Make(), folder["site"], CancellationToken.None);
        var before = TemporaryFolder.FilesOf(folder["site"]);

        await Should.ThrowAsync<SiteException>(SiteReplacement.WriteAsync(BrokenReport.FailsAtTheLastPage(), folder["site"], CancellationToken.None));

        TemporaryFolder.FilesOf(folder["site"]).ShouldBe(before);
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([folder["site"]]);
    }

    [Fact]
    public async Task A_folder_with_anything_else_in_it_is_never_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.html"], "<title>My home page</title>");
        var error = await Should.ThrowAsync<SiteException>(SiteReplacement.WriteAsync(SmallReport.Make(), folder.Path, CancellationToken.None));
        error.Message.ShouldContain("other than a statistics site");
        File.ReadAllText(folder["index.html"]).ShouldContain("My home page");
    }

    [Fact]
    public async Task An_output_that_cannot_be_written_is_said_in_one_line()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        var error = await Should.ThrowAsync<SiteException>(SiteReplacement.WriteAsync(SmallReport.Make(), folder["file/site"], CancellationToken.None));
        error.Message.ShouldStartWith("The site cannot be written to");
        error.Message.ShouldNotContain("\n");
    }
}
