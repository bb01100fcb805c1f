using System.Text.RegularExpressions;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Schema;

/// <summary>Enum values have one written form: the name in the schema.</summary>
public sealed partial class EnumNamesTests
{
    /// <summary>Names of tables and columns have another form, and no value of an enum.</summary>
    private const string OfTables = "api/Server/Storage/Mapping/SnakeCaseNames.cs";

    [Fact]
    public void Only_the_engine_makes_the_names()
    {
        var found = new[] { "api/Server", "site" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Readme.Repository, folder), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !Generated().IsMatch(file))
            .Where(file => OwnForm().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Readme.Repository, file).Replace('\\', '/'));

        found.ShouldBe([OfTables], "Call SchemaName() of the engine, or EnumNames.JsonPolicy for JSON.");
    }

    /// <summary>Issuers write these names into tokens, so a renamed role must not change them unnoticed.</summary>
    [Fact]
    public void Roles_have_these_names_in_tokens() => RoleNames.All.Select(RoleNames.InTokens).ShouldBe(
    [
        "CENTRE_WORKER", "MUNICIPALITY", "BRANCH_COORDINATOR", "VOLUNTEER", "INTEGRATION_CONSULTANT", "DATA_PROTECTION_OFFICER", "ADMINISTRATOR",
    ]);

    [GeneratedRegex(@"SnakeCaseUpper|ToString\(\)\.ToUpperInvariant|char\.IsUpper")]
    private static partial Regex OwnForm();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex Generated();
}
