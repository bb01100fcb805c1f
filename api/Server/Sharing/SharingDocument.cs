using System.Globalization;
using System.Text;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Sharing;

/// <summary>The page that says who may see and do what, made of the code that decides it.</summary>
internal static class SharingDocument
{
    private const string Head = """
        # Who may see and do what

        Made of `SharingTable.cs`, `RowRules.cs` and `RowRuleWords.cs` by
        `dotnet run --project api/Server -- sharing-table > api/Server/Sharing/SHARING.md`. Change those, not this page.

        A role that has nothing in a column does not have the field in its schema. `always`: the value, of every row that
        exists for the role. `consent`: the value, if the person's consent in force grants it to the role's recipient class,
        and an address only if it is not protected.


        """;

    /// <summary>The page, in Markdown.</summary>
    public static string Text()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        page.Append("## Rows\n\nWhich rows exist for a role. A row that does not exist for a caller and one that does not exist at all give the same answer.\n");
        foreach (var entity in RowRuleWords.Entities)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {entity.Name}\n\n| role | rows |\n|---|---|\n");
            foreach (var role in RoleNames.All)
                page.Append(CultureInfo.InvariantCulture, $"| `{role.InTokens()}` | {RowRuleWords.For(role, entity) ?? "none"} |\n");
        }

        page.Append("\n## Recipient classes\n\n| role | whose grants it lives by |\n|---|---|\n");
        foreach (var role in RoleNames.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{role.InTokens()}` | {SharingTable.ClassOf(role)?.ToString().ToUpperInvariant() ?? "needs none"} |\n");
        page.Append("\n## Fields\n");
        foreach (var type in SharingTable.All.GroupBy(x => x.Type).OrderBy(x => x.Key, StringComparer.Ordinal))
            AppendFields(page, type.Key, type.Select(x => x.Field));
        page.Append("\n## Everyone's\n\nEvery field of these is everyone's, with a token or without, wherever the way to it is open: ");
        return page.AppendJoin(", ", SharingTable.PublicTypes.Select(x => $"`{x}`")).Append(".\n").ToString();
    }

    private static void AppendFields(StringBuilder page, string type, IEnumerable<string> fields)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {type}\n\n| field | {string.Join(" | ", RoleNames.All.Select(x => x.InTokens().Replace('_', ' ').ToLowerInvariant()))} | no token |\n")
            .Append(string.Concat(Enumerable.Repeat("|---", RoleNames.All.Count + 2))).Append("|\n");
        // Fields that are alike for everybody share a line.
        foreach (var line in fields.Order(StringComparer.Ordinal).GroupBy(field => Line(type, field)))
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", line.Select(x => $"`{x}`"))} | {line.Key} |\n");
    }

    private static string Line(string type, string field) => string.Join(" | ", RoleNames.All.Select(x => (Role?)x).Append(null).Select(role => SharingTable.Of(role, type, field) switch
    {
        Access.Always => "always",
        Access.Consent => "consent",
        _ => "",
    }));
}
