using System.Text;
using CsvHelper;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Reads a CSV file: UTF-8, comma separated, with exactly the expected columns.</summary>
internal static class SeedFile
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the readable rows of a file and adds every error to the problems.</summary>
    public static List<SeedRow> Read(SeedSource source, string file, string columns, SeedProblems problems)
    {
        var rows = new List<SeedRow>();
        var (path, name) = (source.PathOf(file), source.NameOf(file));
        if (!File.Exists(path))
        {
            problems.Add(name, 0, $"the file is missing in {source.Shipped}");
            return rows;
        }
        try
        {
            ReadRows(name, StrictUtf8.GetString(File.ReadAllBytes(path)), columns, problems, rows);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(name, 0, "the file is not UTF-8");
        }
        return rows;
    }

    private static void ReadRows(string name, string text, string columns, SeedProblems problems, List<SeedRow> rows)
    {
        var options = CsvReaderOptions.Default with { Separator = ',', TrackLineNumbers = true };
        using var reader = CsvReader.FromText(text.TrimStart('\uFEFF'), options);
        reader.ReadHeader();
        if (string.Join(',', reader.Headers ?? []) != columns)
        {
            problems.Add(name, 1, $"the header must be {columns}");
            return;
        }
        var names = columns.Split(',');
        try
        {
            while (reader.Read())
            {
                if (reader.FieldCount != names.Length)
                {
                    problems.Add(name, reader.LineNumber, $"{reader.FieldCount} fields instead of {names.Length}");
                    continue;
                }
                var values = new Dictionary<string, string>(names.Length);
                for (var i = 0; i < names.Length; i++)
                {
                    values.Add(names[i], reader.GetString(i));
                }

                rows.Add(new SeedRow(name, reader.LineNumber, values, problems));
            }
        }
        catch (CsvFormatException exception)
        {
            problems.Add(name, rows.Count == 0 ? 2 : rows[^1].Line + 1, $"malformed quoting from here on: {exception.Message}");
        }
    }
}
