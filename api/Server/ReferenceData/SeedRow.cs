using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>One row of a CSV file. Reading a value checks it; an invalid value is recorded with file and line.</summary>
internal sealed class SeedRow(string file, long line, Dictionary<string, string> values, SeedProblems problems)
{
    public long Line => line;

    /// <summary>Hash that changes when any value of the row changes.</summary>
    public string Fingerprint { get; } = Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', values.Values))), 0, 9);

    public void Problem(string reason) => problems.Add(file, line, reason);

    public string? Optional(string column)
    {
        var value = values[column];
        if (value.Trim() != value)
        {
            Problem($"{column} begins or ends with a space");
        }

        return value.Length == 0 ? null : value;
    }

    public string Text(string column)
    {
        if (Optional(column) is { } value)
        {
            return value;
        }

        Problem($"{column} is empty");
        return "";
    }

    /// <summary>Reads a key: lower-case letters, digits, hyphens and underscores.</summary>
    public string Key(string column)
    {
        var value = Text(column);
        if (!value.All(x => x is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '_'))
        {
            Problem($"{column} '{value}' may contain only a to z, digits, - and _");
        }

        return value;
    }

    /// <summary>Reads a code of digits, for example a postal code.</summary>
    public string Digits(string column, int count)
    {
        var value = Text(column);
        if (value.Length > 0 && (value.Length != count || !value.All(char.IsAsciiDigit)))
        {
            Problem($"{column} '{value}' is not {count} digits");
        }

        return value;
    }

    /// <summary>Reads an ISO code of capital or small letters.</summary>
    public string Letters(string column, int count, bool capital)
    {
        var value = Text(column);
        if (value.Length > 0 && (value.Length != count || !value.All(capital ? char.IsAsciiLetterUpper : char.IsAsciiLetterLower)))
        {
            Problem($"{column} '{value}' is not {count} {(capital ? "capital" : "small")} letters");
        }

        return value;
    }

    public int Number(string column, int least, int most) => OptionalNumber(column, least, most) ?? Missing(column);

    public int? OptionalNumber(string column, int least, int most)
    {
        if (Optional(column) is not { } value)
        {
            return null;
        }

        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Problem($"{column} '{value}' is not a whole number");
        }
        else if (number < least || number > most)
        {
            Problem(string.Create(CultureInfo.InvariantCulture, $"{column} {number} is not from {least} to {most}"));
        }

        return number;
    }

    /// <summary>Reads a coordinate in degrees. Coordinates outside these bounds are not in Denmark.</summary>
    public double Latitude() => Degrees("latitude", 54.5, 57.8);

    /// <inheritdoc cref="Latitude"/>
    public double Longitude() => Degrees("longitude", 8.0, 15.2);

    public bool Truth(string column) => Choice(column, ("true", true), ("false", false));

    public T Choice<T>(string column, params (string Text, T Value)[] choices)
    {
        var value = values[column];
        foreach (var choice in choices)
        {
            if (choice.Text == value)
            {
                return choice.Value;
            }
        }

        Problem($"{column} '{value}' is not one of {string.Join(", ", choices.Select(x => x.Text.Length == 0 ? "nothing" : x.Text))}");
        return default!;
    }

    public DateOnly Day(string column) => OptionalDay(column) ?? DateOnly.FromDayNumber(Missing(column));

    public DateOnly? OptionalDay(string column)
    {
        if (Optional(column) is not { } value)
        {
            return null;
        }

        if (!DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            Problem($"{column} '{value}' is not a date like 2024-12-31");
        }

        return day;
    }

    /// <summary>Reads the key of a row in another file.</summary>
    public string Reference(string column, IReadOnlySet<string> known, string otherFile)
    {
        var value = Text(column);
        if (value.Length > 0 && !known.Contains(value))
        {
            Problem($"{column} '{value}' is not in {otherFile}");
        }

        return value;
    }

    private double Degrees(string column, double least, double most)
    {
        var value = Text(column);
        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees))
        {
            Problem($"{column} '{value}' is not a number of degrees");
        }
        else if (degrees < least || degrees > most)
        {
            Problem(string.Create(CultureInfo.InvariantCulture, $"{column} {degrees} is outside Denmark ({least} to {most})"));
        }

        return degrees;
    }

    private int Missing(string column)
    {
        Problem($"{column} is empty");
        return 0;
    }
}
