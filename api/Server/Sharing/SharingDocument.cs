using System.Globalization;
using System.Text;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Identity;

namespace Integration.Graph.Server.Sharing;

/// <summary>The page of access rules (<c>SHARING.md</c>), generated from the code that decides access.</summary>
internal static class SharingDocument
{
    private const string Head = """
        # Who may see and do what

        Generated from `SharingTable.cs`, `FieldConditions.cs`, `RowRules.cs` and `RowRuleWords.cs` by
        `dotnet run --project api/Server -- sharing-table > api/Server/Sharing/SHARING.md`. Edit those files, not this page.

        An empty cell means that the field is not in the role's schema. `always`: the role gets the value in every row that is
        visible to it. `consent`: the role gets the value if the person's consent in force grants the field to the role's
        recipient class. A protected address is not returned even if it is granted. `condition`: the role gets the value if the
        condition below the table holds.


        """;

    /// <summary>Returns the page as Markdown.</summary>
    public static string Text()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        page.Append("## Rows\n\nThe rows that are visible to each role. A row that is not visible and a row that does not exist give the same response.\n");
        foreach (var entity in RowRuleWords.Entities)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {entity.Name}\n\n| role | rows |\n|---|---|\n");
            foreach (var role in RoleNames.All)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{role.InTokens()}` | {RowRuleWords.For(role, entity) ?? "none"} |\n");
            }
        }

        page.Append("\n## Recipient classes\n\n| role | class whose grants apply |\n|---|---|\n");
        foreach (var role in RoleNames.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{role.InTokens()}` | {SharingTable.ClassOf(role)?.SchemaName() ?? "needs no grants"} |\n");
        }

        page.Append("\n## Fields\n");
        foreach (var type in SharingTable.All.GroupBy(x => x.Type).OrderBy(x => x.Key, StringComparer.Ordinal))
        {
            AppendFields(page, type.Key, type.Select(x => x.Field));
        }

        page.Append("\n## Public types\n\nEvery caller, with or without a token, can read all fields of these types wherever it can reach them: ");
        page.AppendJoin(", ", SharingTable.PublicTypes.Select(x => $"`{x}`")).Append(".\n");
        page.Append("\n## Parts of a field's value\n\nA role that gets the value of a field gets all fields of these types in it: ");
        return page.AppendJoin(", ", SharingTable.PartTypes.Select(x => $"`{x}`")).Append(".\n").ToString();
    }

    private static void AppendFields(StringBuilder page, string type, IEnumerable<string> fields)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n### {type}\n\n| field | {string.Join(" | ", RoleNames.All.Select(x => x.InTokens().Replace('_', ' ').ToLowerInvariant()))} | no token |\n")
            .Append(string.Concat(Enumerable.Repeat("|---", RoleNames.All.Count + 2))).Append("|\n");
        // Fields with the same access for every role share a line.
        foreach (var line in fields.Order(StringComparer.Ordinal).GroupBy(field => Line(type, field)))
        {
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", line.Select(x => $"`{x}`"))} | {line.Key} |\n");
        }

        foreach (var condition in FieldConditions.All.Where(x => x.Type == type))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n`{condition.Field}` has the condition: {condition.Words}.\n");
        }
    }

    private static string Line(string type, string field) => string.Join(" | ", RoleNames.All.Select(x => (Role?)x).Append(null).Select(role => SharingTable.Of(role, type, field) switch
    {
        Access.Always when FieldConditions.Of(role, type, field) is not null => "condition",
        Access.Always => "always",
        Access.Consent => "consent",
        _ => "",
    }));
}
