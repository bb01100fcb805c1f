using System.Globalization;

namespace Integration.Graph.Benchmarks;

/// <summary>What is measured, and for how long.</summary>
internal sealed record BenchmarkOptions
{
    // The exit codes are those of the server's commands.
    private const int WrongUse = 2;
    private const string Number = "a number above 0";
    private const string Yes = "yes";
    private static readonly string[] DatabaseNames = ["sqlite", "postgresql", "both"];

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
        Exit codes: 0 done, 1 failed or the figures are worthless, 2 wrong command line.
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
    /// Reads the command line. Returns null if there is nothing to measure: help was asked for and written to
    /// <paramref name="output"/>, or a mistake was written to <paramref name="error"/>.
    /// </summary>
    public static BenchmarkOptions? Read(string[] arguments, TextWriter output, TextWriter error, out int exit)
    {
        exit = 0;
        if (arguments.Any(x => x is "--help" or "-h" or "-?"))
        {
            output.WriteLine(Usage);
            return null;
        }

        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            var value = i + 1 < arguments.Length && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal) ? arguments[i + 1] : null;
            var (read, problem) = With(options, arguments[i], value);
            if (read is null)
            {
                error.WriteLine(problem + " Run with --help for the options.");
                exit = WrongUse;
                return null;
            }

            options = read;
        }

        return options;
    }

    private static (BenchmarkOptions? Options, string? Problem) With(BenchmarkOptions options, string name, string? value)
    {
        var number = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        // The options with the value, if it is one of those that the option takes.
        (BenchmarkOptions With, bool IsTaken, string Takes)? found = name switch
        {
            "--seconds" => (options with { Seconds = number }, number > 0, Number),
            "--rounds" => (options with { Rounds = number }, number > 0, Number),
            "--persons" => (options with { Persons = number }, number > 0, Number),
            "--connections" => (options with { Connections = number }, number > 0, Number),
            "--world" => (options with { World = number }, number > 0, Number),
            "--ledger" => (options with { Ledger = true }, value == Yes, Yes),
            "--documents" => (options with { Documents = true }, value == Yes, Yes),
            "--timing" => (options with { Timing = true }, value == Yes, Yes),
            "--operation" => (options with { Operation = value }, Benchmarks.Operation.Names.Contains(value), OneOf([.. Benchmarks.Operation.Names])),
            "--database" => (options with { Database = value ?? "" }, DatabaseNames.Contains(value), OneOf(DatabaseNames)),
            _ => null,
        };
        return (found, value) switch
        {
            (null, _) => (null, $"There is no option '{name}'."),
            (_, null) => (null, $"The option {name} lacks its value."),
            ({ IsTaken: false, Takes: var takes }, _) => (null, $"{name} takes {takes}, not '{value}'."),
            ({ With: var with }, _) => (with, null),
        };
    }

    private static string OneOf(IReadOnlyList<string> names) => $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";
}

/// <summary>A problem that makes the figures worthless; the message names it.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
