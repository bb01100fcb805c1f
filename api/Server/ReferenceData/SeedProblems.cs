using System.Globalization;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Collects all problems of the seed data, so that they are reported together.</summary>
internal sealed class SeedProblems
{
    private readonly List<SeedProblem> _found = [];

    public IReadOnlyList<SeedProblem> Found => _found;

    /// <summary>Adds a problem. Line 1 is the header; line 0 means the whole file.</summary>
    public void Add(string file, long line, string reason) => _found.Add(new(file, line, reason));

    /// <exception cref="SeedDataException">There are problems.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count > 0)
        {
            throw new SeedDataException(_found);
        }
    }
}

/// <summary>One problem and its position.</summary>
internal sealed record SeedProblem(string File, long Line, string Reason)
{
    public override string ToString() => Line == 0
        ? $"{File}: {Reason}"
        : string.Create(CultureInfo.InvariantCulture, $"{File}, line {Line}: {Reason}");
}

/// <summary>The seed data cannot be loaded; nothing was changed.</summary>
internal sealed class SeedDataException(IReadOnlyList<SeedProblem> problems) : StorageException(
    $"The seed data has {problems.Count} problem(s); nothing was loaded. Correct the files and start again:{Environment.NewLine}"
    + string.Join(Environment.NewLine, problems.Select(x => "  " + x)))
{
    public IReadOnlyList<SeedProblem> Problems { get; } = problems;
}
