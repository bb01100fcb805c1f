using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Integration.Graph.Site.Tests.Reports;

namespace Integration.Graph.Site.Tests.Pages;

public sealed class HtmlTests(SeedSite site)
{
    private static readonly Uri Base = new("https://site.test/");

    [Fact]
    public void Every_page_is_valid_in_form()
    {
        foreach (var (path, page) in Pages())
        {
            page.Doctype.Name.ShouldBe("html", path);
            page.DocumentElement.GetAttribute("lang").ShouldBe(path.StartsWith("en/", StringComparison.Ordinal) ? "en" : "da", path);
            page.QuerySelectorAll("h1").Length.ShouldBe(1, path);
            page.QuerySelectorAll("main").Length.ShouldBe(1, path);
            page.QuerySelectorAll("script, style, [style], [onclick]").ShouldBeEmpty(path);
            var ids = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();
            ids.ShouldBeUnique(path);
            foreach (var reference in page.QuerySelectorAll("[aria-labelledby]").Select(element => element.GetAttribute("aria-labelledby")))
            {
                ids.ShouldContain(reference, path);
            }

            foreach (var table in page.QuerySelectorAll("table"))
            {
                table.QuerySelector("caption")!.TextContent.ShouldNotBeNullOrWhiteSpace(path);
                table.QuerySelectorAll("th").ShouldAllBe(cell => cell.GetAttribute("scope") == "col" || cell.GetAttribute("scope") == "row", path);
            }
            Headings(page).ShouldAllBe(level => level <= 2, path);
        }
    }

    [Fact]
    public void Every_title_stands_once_in_its_language()
    {
        var titles = Pages()
            .Where(page => !page.Path.EndsWith("404.html", StringComparison.Ordinal))
            .Select(page => (page.Document.DocumentElement.GetAttribute("lang"), page.Document.Title))
            .ToList();
        titles.ShouldBeUnique();
        titles.Count.ShouldBe(2 * (1 + 5 + 98 + 220));
    }

    [Fact]
    public void Every_link_within_the_site_leads_to_a_page()
    {
        var files = TemporaryFolder.FilesOf(site.Root).Keys.ToHashSet();
        var reached = new HashSet<string>();
        foreach (var (path, page) in Pages())
        {
            var here = new Uri(Base, path.EndsWith("404.html", StringComparison.Ordinal) ? "no/such/place/" : Folder(path));
            foreach (var link in page.QuerySelectorAll("[href]").Select(element => element.GetAttribute("href")!))
            {
                var target = new Uri(here, link);
                if (target.Scheme == "mailto" || target.Host != Base.Host)
                {
                    continue;
                }

                var file = target.AbsolutePath[1..];
                file = file.Length == 0 || file.EndsWith('/') ? file + "index.html" : file;
                if (target.Fragment.Length > 0)
                {
                    page.GetElementById(target.Fragment[1..]).ShouldNotBeNull($"{path}: {link}");
                }
                else
                {
                    files.ShouldContain(file, $"{path}: {link}");
                }

                reached.Add(file);
            }
        }
        files.Except(reached).ShouldBe(["404.html", "en/404.html"], ignoreOrder: true);
    }

    [Fact]
    public void Only_the_known_addresses_outside_are_linked()
    {
        var outside = Pages()
            .SelectMany(page => page.Document.QuerySelectorAll("[href], [src]"))
            .Select(element => element.GetAttribute("href") ?? element.GetAttribute("src")!)
            .Where(link => link.Contains(':', StringComparison.Ordinal))
            .ToHashSet();
        var sources = SeedCsv.Read("branches.csv").Where(branch => branch["origin"] == "DOCUMENTED").Select(branch => new Uri(branch["source"]).AbsoluteUri);
        outside.ShouldBe(sources.Append("https://www.rodekors.dk/").Append("mailto:integration@rodekors.dk").Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Each_page_and_its_translation_lead_to_each_other()
    {
        var documents = Pages().Where(page => !page.Path.EndsWith("404.html", StringComparison.Ordinal))
            .ToDictionary(page => new Uri(Base, Folder(page.Path)), page => page.Document);
        foreach (var (address, document) in documents)
        {
            var language = document.DocumentElement.GetAttribute("lang");
            var alternates = document.QuerySelectorAll("link[rel=alternate][hreflang]")
                .ToDictionary(link => link.GetAttribute("hreflang")!, link => new Uri(address, link.GetAttribute("href")));
            alternates[language!].ShouldBe(address);
            var other = alternates[language == "da" ? "en" : "da"];
            var back = documents[other].QuerySelector(".languages a[hreflang]")!;
            back.GetAttribute("hreflang").ShouldBe(language);
            new Uri(other, back.GetAttribute("href")).ShouldBe(address);
        }
    }

    [Fact]
    public void Every_municipality_stands_once_on_the_map_and_says_in_words_whether_it_is_covered()
    {
        var expected = new SeedExpectation(CoverageWorld.Today);
        foreach (var (path, yes, no) in new[] { ("index.html", ": dækket, ", ": ikke dækket, "), ("en/index.html", ": covered, ", ": not covered, ") })
        {
            var tiles = Page(path).QuerySelectorAll("ul.tiles > li");
            tiles.Select(tile => tile.QuerySelector(".letters")!.TextContent)
                .ShouldBe(expected.Municipalities.Select(one => one["tile_abbr"]), ignoreOrder: true);
            foreach (var municipality in expected.Municipalities)
            {
                var tile = tiles.Single(one => one.QuerySelector(".letters")!.TextContent == municipality["tile_abbr"]);
                tile.ClassList.ShouldContain("c" + municipality["tile_col"]);
                tile.ClassList.ShouldContain("r" + municipality["tile_row"]);
                tile.TextContent.ShouldContain(municipality["name"] + (expected.CoveredMunicipalities.Contains(municipality["code"]) ? yes : no));
                tile.QuerySelector("a")!.GetAttribute("href")!.ShouldEndWith(municipality["code"] + "/");
            }
        }
    }

    [Fact]
    public void The_style_sheet_has_a_place_for_every_tile()
    {
        var styles = File.ReadAllText(Path.Combine(site.Root, "site.css"));
        foreach (var municipality in site.Report.Municipalities)
        {
            styles.ShouldContain($".c{municipality.TileColumn} {{ grid-column: {municipality.TileColumn + 1}; }}");
            styles.ShouldContain($".r{municipality.TileRow} {{ grid-row: {municipality.TileRow + 1}; }}");
        }
    }

    private IHtmlDocument Page(string path) => Pages().Single(page => page.Path == path).Document;

    private List<(string Path, IHtmlDocument Document)> Pages()
    {
        // In strict mode, a parse error of the HTML standard throws an exception.
        var parser = new HtmlParser(new HtmlParserOptions { IsStrictMode = true });
        return [.. TemporaryFolder.FilesOf(site.Root)
            .Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
            .Select(file => (file.Key, parser.ParseDocument(file.Value)))];
    }

    private static string Folder(string path) => path[..^"index.html".Length];

    private static IEnumerable<int> Headings(IHtmlDocument page) =>
        page.QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(heading => heading.LocalName[1] - '0');
}
