using System.Globalization;

namespace Integration.Graph.Benchmarks;

/// <summary>What is measured, and for how long.</summary>
internal sealed record BenchmarkOptions
{
    private const string Usage =
        """
        dotnet run -c Release --project tests/Benchmarks -- [options]
          --seconds N       duration of each measurement (5)
          --rounds N        measurements of the product and of the hand-written endpoint, alternately (3)
          --persons N       persons in the demonstration world (2000)
          --database NAME   sqlite, postgresql or both (both)
          --operation NAME  only one of worklist, branches, person, filter
          --connections N   concurrent connections (64)
          --ledger yes      instead measures the worklist with and without the ledger
          --documents yes   instead measures parsing, validating and refusing documents
          --timing yes      instead compares response times for unknown ids and ids of hidden persons, and of withdrawals by reference
          --world N         instead generates a world of N persons and prints how long it took
        """;

    public int Seconds { get; private init; } = 5;
    public int Rounds { get; private init; } = 3;
    public int Persons { get; private init; } = 2000;
    public int Connections { get; private init; } = 64;
    public int World { get; private init; }
    public bool Documents { get; private init; }
    public bool Timing { get; private init; }
    public bool Ledger { get; private init; }
    public string? Operation { get; private init; }
    public string Database { get; private init; } = "both";

    /// <summary>The databases to measure on, in the order of the table.</summary>
    public IEnumerable<string> Databases => Database == "both" ? ["sqlite", "postgresql"] : [Database];

    /// <summary>
    /// Reads the command line. Returns null if an argument is invalid; <paramref name="problem"/> then holds the error and
    /// the usage.
    /// </summary>
    public static BenchmarkOptions? Read(string[] arguments, out string problem)
    {
        problem = "";
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : "";
            var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 ? given : 0;
            var read = (arguments[i], number) switch
            {
                ("--seconds", > 0) => options with { Seconds = number },
                ("--rounds", > 0) => options with { Rounds = number },
                ("--persons", > 0) => options with { Persons = number },
                ("--connections", > 0) => options with { Connections = number },
                ("--world", > 0) => options with { World = number },
                ("--ledger", _) when value == "yes" => options with { Ledger = true },
                ("--documents", _) when value == "yes" => options with { Documents = true },
                ("--timing", _) when value == "yes" => options with { Timing = true },
                ("--operation", _) when Benchmarks.Operation.Names.Contains(value) => options with { Operation = value },
                ("--database", _) when value is "sqlite" or "postgresql" or "both" => options with { Database = value },
                _ => null,
            };
            if (read is null)
            {
                problem = $"'{arguments[i]} {value}' is not a valid option.{Environment.NewLine}{Usage}";
                return null;
            }
            options = read;
        }
        return options;
    }
}

/// <summary>A problem that makes the figures worthless; the message names it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
