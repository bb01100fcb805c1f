using Integration.Graph.Benchmarks;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>The command line of the benchmarks, whose project has no tests of its own.</summary>
public sealed class BenchmarkOptionsTests
{
    [Theory]
    [InlineData("--rounds", "The option --rounds lacks its value.")]
    [InlineData("--rounds --seconds 5", "The option --rounds lacks its value.")]
    [InlineData("--rounds many", "--rounds takes a number above 0, not 'many'.")]
    [InlineData("--seconds 0", "--seconds takes a number above 0, not '0'.")]
    [InlineData("--database oracle", "--database takes sqlite, postgresql or both, not 'oracle'.")]
    [InlineData("--operation none", "--operation takes worklist, branches, person or filter, not 'none'.")]
    [InlineData("--ledger no", "--ledger takes yes, not 'no'.")]
    [InlineData("--round 3", "There is no option '--round'.")]
    [InlineData("compare", "There is no option 'compare'.")]
    public void A_mistake_is_wrong_use_with_one_message(string arguments, string message)
    {
        var (options, exit, output, error) = Read(arguments);

        (options, exit, output).ShouldBe((null, 2, ""));
        error.Trim().ShouldBe(message + " Run with --help for the options.");
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--rounds 3 --help")]
    public void Help_names_every_option(string arguments)
    {
        var (options, exit, output, error) = Read(arguments);

        (options, exit, error).ShouldBe((null, 0, ""));
        foreach (var name in new[] { "--seconds", "--rounds", "--persons", "--database", "--operation", "--connections", "--ledger", "--documents", "--timing", "--world" })
        {
            output.ShouldContain($"  {name} ");
        }
    }

    [Fact]
    public void Options_are_read()
    {
        var (options, exit, output, error) = Read("--seconds 1 --database sqlite --operation person --timing yes");

        (exit, output, error).ShouldBe((0, "", ""));
        (options!.Seconds, options.Database, options.Operation, options.Timing, options.Rounds).ShouldBe((1, "sqlite", "person", true, 3));
    }

    private static (BenchmarkOptions? Options, int Exit, string Output, string Error) Read(string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var options = BenchmarkOptions.Read(arguments.Split(' '), output, error, out var exit);
        return (options, exit, output.ToString(), error.ToString());
    }
}
