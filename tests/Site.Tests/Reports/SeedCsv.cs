namespace Integration.Graph.Site.Tests.Reports;

/// <summary>Reads the seed data without the product's reader, so that expectations do not depend on it.</summary>
internal static class SeedCsv
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string file)
    {
        var rows = Rows(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed-data", file))).ToList();
        return [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        var row = new List<string>();
        var cell = new System.Text.StringBuilder();
        var quoted = false;
        foreach (var character in text.ReplaceLineEndings("\n"))
        {
            if (character == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && character is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (character == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
            else
            {
                cell.Append(character);
            }
        }
    }
}
