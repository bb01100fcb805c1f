using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Tests.Sharing;

public sealed class SharingDocumentTests
{
    [Fact]
    public async Task The_page_is_what_the_command_prints()
    {
        var file = Path.GetFullPath(Path.Combine(Folder(), "../../../api/Server/Sharing/SHARING.md"));
        using var printed = new StringWriter();
        using var errors = new StringWriter();

        CommandLine.IsMeant(["sharing-table"]).ShouldBeTrue();
        (await CommandLine.RunAsync(["sharing-table"], printed, errors)).ShouldBe(0, errors.ToString());

        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        if (text != printed.ToString())
        {
            File.WriteAllText(Path.ChangeExtension(file, ".received.md"), printed.ToString());
        }

        text.ShouldBe(printed.ToString(), "The sharing table has changed. If this is intended, replace SHARING.md with SHARING.received.md.");
        (await CommandLine.RunAsync(["sharing-table", "now"], printed, errors)).ShouldBe(2);
        errors.ToString().ShouldContain("'now' is no option of sharing-table. Write: sharing-table.");
    }

    /// <summary>A description for a role that sees no row would be wrong. <see cref="SharingCheck"/> compares the entities.</summary>
    [Fact]
    public void A_row_rule_has_words_for_each_role_that_sees_rows()
    {
        foreach (var entity in RowRuleWords.Entities)
        {
            foreach (var role in RoleNames.All)
            {
                (RowRuleWords.For(role, entity) is null).ShouldBe(IsNever(RowRules.For(role, entity)!.Body), $"{entity.Name} for {role.InTokens()}: see RowRuleWords.cs");
            }
        }
    }

    private static bool IsNever(Expression rule) => rule switch
    {
        ConstantExpression { Value: false } => true,
        BinaryExpression { NodeType: ExpressionType.AndAlso } both => IsNever(both.Left) || IsNever(both.Right),
        _ => false,
    };

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
