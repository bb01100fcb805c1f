using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

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
            File.WriteAllText(Path.ChangeExtension(file, ".received.md"), printed.ToString());
        text.ShouldBe(printed.ToString(), "The sharing table has changed. If this is intended, replace SHARING.md with SHARING.received.md.");
        (await CommandLine.RunAsync(["sharing-table", "now"], printed, errors)).ShouldBe(2);
        errors.ToString().ShouldContain("'now' is no option of sharing-table. Write: sharing-table.");
    }

    /// <summary>
    /// A rule without a description would be missing from the page. A description without a rule would be wrong.
    /// </summary>
    [Fact]
    public void Every_row_rule_has_words_and_no_words_are_without_a_rule()
    {
        var entities = typeof(GraphContext).GetProperties().Select(x => x.PropertyType)
            .Where(x => x.IsGenericType && x.GetGenericTypeDefinition() == typeof(DbSet<>)).Select(x => x.GetGenericArguments()[0])
            .Append(typeof(ConsentChange)).Append(typeof(Disclosure)).Where(HasRule).ToList();

        entities.Select(x => x.Name).Order().ShouldBe(RowRuleWords.Entities.Select(x => x.Name).Order());
        foreach (var entity in entities)
            foreach (var role in RoleNames.All)
                (RowRuleWords.For(role, entity) is null).ShouldBe(IsNever(RowRules.For(role, entity)!.Body), $"{entity.Name} for {role.InTokens()}: see RowRuleWords.cs");
    }

    private static bool HasRule(Type entity)
    {
        try
        {
            return RowRules.For(Role.CentreWorker, entity) is not null;
        }
        catch (InvalidOperationException)
        {
            // No row of the type may be read.
            return false;
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
