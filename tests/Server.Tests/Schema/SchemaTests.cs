using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Tests.Hosting;

namespace Integration.Graph.Server.Tests.Schema;

public sealed partial class SchemaTests
{
    private static readonly SharingPolicy Policy = new();
    private static readonly Engine.Types.Schema Full = SchemaBuilder.Build(Policy, typeof(SharingPolicy).Assembly.GetTypes());

    [Fact]
    public void The_contract_is_what_the_server_prints()
    {
        var file = Path.GetFullPath(Path.Combine(Folder(), "../../../api/Server/schema.graphql"));

        var printed = SchemaPrinter.Print(Full) + "\n";

        if (printed != File.ReadAllText(file))
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.graphql"), printed);
        }

        File.ReadAllText(file).ShouldBe(printed, "The schema has changed. If this is intended, replace schema.graphql with schema.received.graphql.");
    }

    /// <summary>
    /// Descriptions are part of the contract. This snapshot shows in a review which role gains or loses which member.
    /// </summary>
    [Fact]
    public void Each_role_sees_the_schema_that_was_approved()
    {
        foreach (var view in Policy.Views)
        {
            var printed = SchemaPrinter.Print(new SchemaView(Full, Policy, view).Schema);
            Printed.ShouldBeApproved(Blank().Replace(Description().Replace(printed, ""), "\n"), $"schema.{(view.Length == 0 ? "ANONYMOUS" : view)}");
        }
    }

    [Fact]
    public void The_schema_is_valid_and_so_is_every_view_of_it()
    {
        SchemaValidator.Validate(Full).ShouldBeEmpty();
        foreach (var view in Policy.Views)
        {
            SchemaValidator.Validate(new SchemaView(Full, Policy, view).Schema).ShouldBeEmpty(view);
        }
    }

    [Fact]
    public void Every_type_field_argument_and_directive_says_what_it_is()
    {
        var silent = Full.Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal)).SelectMany(type => (type.Description is null ? [type.Name] : Array.Empty<string>())
            .Concat(type is FieldsType fields ? fields.Fields.Where(f => f.Description is null).Select(f => f.Coordinate) : [])
            .Concat(type is FieldsType asked ? asked.Fields.SelectMany(f => f.Arguments.Where(a => a.Description is null).Select(a => $"{f.Coordinate}({a.Name}:)")) : [])
            .Concat(type is EnumType values ? values.Values.Where(v => v.Description is null).Select(v => $"{type.Name}.{v.Name}") : [])
            .Concat(type is InputObjectType input ? input.Fields.Where(f => f.Description is null).Select(f => $"{type.Name}.{f.Name}") : []))
            .Concat(Full.Directives.SelectMany(d => (d.Description is null ? ["@" + d.Name] : Array.Empty<string>()).Concat(d.Arguments.Where(a => a.Description is null).Select(a => $"@{d.Name}({a.Name}:)"))));

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void A_field_that_the_view_of_some_role_lacks_can_be_null()
    {
        var strict = Full.Types.OfType<ObjectType>()
            .Where(t => t.Name is "Refugee" or "Consent" or "HandoverNotice" or "Referral")
            .SelectMany(t => t.Fields)
            .Where(f => f.Type is NonNullType && Policy.Views.Where(v => SeesAnythingOf(v, f.DeclaringType)).Any(v => !Policy.IsVisible(v, f.DeclaringType.Name, f.Name)));

        strict.Select(f => f.Coordinate).ShouldBeEmpty();
    }

    private static bool SeesAnythingOf(string view, FieldsType type) => type.Fields.Any(f => Policy.IsVisible(view, type.Name, f.Name));

    [GeneratedRegex("""^[ ]*"{3}.*?"{3}\n|^[ ]*"[^\n]*"\n""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Description();

    [GeneratedRegex("\n{2,}")]
    private static partial Regex Blank();

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
