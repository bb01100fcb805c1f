using System.Linq.Expressions;
using System.Reflection;
using Integration.Graph.Engine.Types;
using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Tests.Sharing;

/// <summary>A schema that the sharing rules do not fit is not built, and the message lists what to change.</summary>
public sealed class SharingCheckTests
{
    [Fact]
    public void The_rules_fit_the_schema() => ProblemsWith().ShouldBeEmpty();

    [Fact]
    public void A_field_that_the_table_lacks_is_refused() => ProblemsWith(typeof(ExtraQuery)).ShouldBe(
        ["The field Query.extra is not in SharingTable.cs. Add it to a Row(\"Query\", ...) with the roles that have it."]);

    /// <summary>A type's name says nothing about who may see it. Only the types that the engine generates need no row.</summary>
    [Theory]
    [InlineData(typeof(SecretConnection), typeof(ConnectionQuery))]
    [InlineData(typeof(SecretEdge), typeof(EdgeQuery))]
    [InlineData(typeof(SecretPayload), typeof(PayloadQuery))]
    [InlineData(typeof(SecretError), typeof(ErrorQuery))]
    public void A_type_that_the_table_lacks_is_refused_whatever_its_name(Type type, Type query) => ProblemsWith(query).ShouldContain(
        $"The type {type.Name} is not in SharingTable.cs. Add Row(\"{type.Name}\", \"phone address\") with the roles that have each "
        + "field. If its fields are public, or parts of a field's value, add the type to Public or Parts instead.");

    [Fact]
    public void An_entity_without_rules_is_refused_and_confidential()
    {
        var problems = ProblemsWith(typeof(DiaryQuery), typeof(DiaryType));

        problems.ShouldContain("The rows of Diary have no rule. Add Diary to Rules in RowRules.cs, and the rule's words to RowRuleWords.cs.");
        problems.ShouldContain(problem => problem.StartsWith("The type Diary is not in SharingTable.cs.", StringComparison.Ordinal));
        problems.Count.ShouldBe(3);
        new SharingPolicy().IsConfidential(typeof(Diary)).ShouldBeTrue();
    }

    [Fact]
    public void Rules_for_what_the_schema_lacks_are_refused()
    {
        var problems = ProblemsWithout("ActivityQueries", "CoverageQueries", "ConsentSubscriptions", "ConsentChangeType");

        problems.ShouldContain("SharingTable.cs has a row for Query.activityTypes, which is not in the schema. Remove the row, or correct its name.");
        problems.ShouldContain("Public in SharingTable.cs lists CoverageReport, which is not a type of the schema. Remove it, or correct its name.");
        problems.ShouldContain("SharingTable.cs has a row for ConsentChange.version, which is not in the schema. Remove the row, or correct its name.");
        problems.ShouldContain("RowRules.cs has a rule for ConsentChange, whose rows are not in the schema. Remove the rule.");
    }

    /// <summary>The list of public types decides which queries may appear in a URL.</summary>
    [Fact]
    public void A_public_field_of_a_confidential_type_is_refused()
    {
        var schema = SchemaBuilder.Build(new SharingPolicy(), Types);
        // A field without roles is for everyone.
        SharingCheck.PublicFields(schema, new[] { "unlisted" }.ToLookup(_ => "Referral")).ShouldBe(
            ["Referral.unlisted is for everyone in SharingTable.cs, but Referral is confidential. Give the field roles, or add Referral to Mixed if its rows are public facts."]);
        SharingCheck.PublicFields(schema, new[] { "name" }.ToLookup(_ => "Branch")).ShouldBeEmpty();
    }

    [Fact]
    public void A_type_that_is_listed_as_public_without_a_public_field_is_refused() =>
        SharingCheck.MixedTypes(new[] { ("Branch", "referrals"), ("Activity", "title"), ("Municipality", "refugees"), ("Municipality", "name") }.ToLookup(row => row.Item1, row => row.Item2))
            .ShouldBe(["Mixed in SharingTable.cs lists Branch, which has no field for everyone. Remove it."]);

    [Fact]
    public void A_row_rule_without_words_and_words_without_a_rule_are_refused() =>
        SharingCheck.Words([typeof(Refugee), typeof(Referral)], [typeof(Refugee), typeof(Branch)]).ShouldBe(
        [
            "The row rule of Referral has no words. Add them to RowRuleWords.cs.",
            "RowRuleWords.cs has words for Branch, which has no row rule in RowRules.cs. Remove them.",
        ]);

    [Fact]
    public void A_field_that_needs_a_grant_and_has_none_is_refused() =>
        SharingCheck.Grants([("Volunteer", "phone", Role.Municipality), ("Refugee", "movesInOn", Role.Municipality), ("Refugee", "phone", Role.CentreWorker), ("Refugee", "phone", Role.Municipality)]).ShouldBe(
        [
            "Volunteer.phone has IfGranted in SharingTable.cs, but no grant guards it. Only fields of Refugee that are named in Shared have a grant.",
            "Refugee.movesInOn has IfGranted in SharingTable.cs, but no grant guards it. Only fields of Refugee that are named in Shared have a grant.",
            "Refugee.phone has IfGranted for CentreWorker in SharingTable.cs, a role without a recipient class. Use Always, or give the role a class in ClassOf.",
        ]);

    [Fact]
    public void A_condition_without_words_or_without_its_field_is_refused()
    {
        var schema = SchemaBuilder.Build(new SharingPolicy(), Types);
        FieldCondition Of<T>(string field, string words = "it holds") => FieldCondition.For<T>(field, [], row => true, words);

        SharingCheck.Conditions(schema, [Of<Activity>("version"), Of<Refugee>("referral", " "), Of<Refugee>("shoeSize"), Of<Region>("name"), Of<Refugee>("phone")]).ShouldBe(
        [
            "The condition of Refugee.referral in FieldConditions.cs has no words. Write them.",
            "FieldConditions.cs has a condition for Refugee.shoeSize, which is not a field of rows in the schema. Remove it, or correct its name.",
            "FieldConditions.cs has a condition for Region.name, which is not a field of rows in the schema. Remove it, or correct its name.",
            "Refugee.phone has a condition in FieldConditions.cs, and also IfGranted in SharingTable.cs or another condition. Only one of them would apply.",
        ]);
        SharingCheck.Conditions(schema, [Of<Activity>("version"), Of<Activity>("version")]).Count().ShouldBe(2);
    }

    /// <summary>A guard inside a field's own expression would be missing from SHARING.md and from `permissions`.</summary>
    [Fact]
    public void No_expression_of_a_field_depends_on_the_callers_scope()
    {
        var expressions = (from type in Types
                           where type.GetCustomAttributes(inherit: false).Any(a => a.GetType().Name == "ObjectTypeAttribute`1")
                           from member in type.GetMembers(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
                           from value in ValuesOf(member)
                           select (Field: $"{type.Name}.{member.Name}", Expression: value as LambdaExpression ?? (value as Computed)?.Source)).ToList();

        expressions.Count(x => x.Expression is not null).ShouldBeGreaterThan(100);
        expressions.Where(x => x.Expression is not null && CallerFinder.IsIn(x.Expression)).Select(x => x.Field).Distinct().ShouldBeEmpty();
        CallerFinder.IsIn(FieldConditions.All.Single(x => x.Field == "version").Guard).ShouldBeTrue();
    }

    /// <summary>Values of a property, or of a method that takes a view's name, for every view.</summary>
    private static IEnumerable<object?> ValuesOf(MemberInfo member) => member switch
    {
        PropertyInfo property => [property.GetValue(null)],
        MethodInfo method when typeof(LambdaExpression).IsAssignableFrom(method.ReturnType) || typeof(Computed).IsAssignableFrom(method.ReturnType) =>
            method.IsSpecialName ? [] : new SharingPolicy().Views.Select(view => method.Invoke(null, [view])),
        _ => [],
    };

    private sealed class CallerFinder : ExpressionVisitor
    {
        private bool _found;

        public static bool IsIn(Expression expression)
        {
            var finder = new CallerFinder();
            finder.Visit(expression);
            return finder._found;
        }

        protected override Expression VisitMember(MemberExpression node)
        {
            _found |= node.Member.DeclaringType == typeof(CallerValues)
                && node.Member.Name is nameof(CallerValues.Scope) or nameof(CallerValues.ScopeId) or nameof(CallerValues.Subject);
            return base.VisitMember(node);
        }
    }

    private static Type[] Types { get; } = typeof(SharingPolicy).Assembly.GetTypes();

    private static IReadOnlyList<string> ProblemsWith(params Type[] more) => ProblemsOf([.. Types, .. more]);

    private static IReadOnlyList<string> ProblemsWithout(params string[] names) => ProblemsOf([.. Types.Where(type => !names.Contains(type.Name))]);

    private static IReadOnlyList<string> ProblemsOf(IReadOnlyList<Type> types)
    {
        try
        {
            SchemaBuilder.Build(new SharingPolicy(), types);
            return [];
        }
        catch (SchemaException refused)
        {
            return refused.Problems;
        }
    }

    [QueryType]
    private static class ExtraQuery
    {
        /// <summary>A field without a row in the table.</summary>
        public static int GetExtra() => 1;
    }

    private sealed record SecretConnection(string Phone, string Address);

    private sealed record SecretEdge(string Phone, string Address);

    private sealed record SecretPayload(string Phone, string Address);

    private sealed record SecretError(string Phone, string Address);

    [QueryType]
    private static class ConnectionQuery
    {
        public static SecretConnection? GetExtra() => null;
    }

    [QueryType]
    private static class EdgeQuery
    {
        public static SecretEdge? GetExtra() => null;
    }

    [QueryType]
    private static class PayloadQuery
    {
        public static SecretPayload? GetExtra() => null;
    }

    [QueryType]
    private static class ErrorQuery
    {
        public static SecretError? GetExtra() => null;
    }

    private sealed class Diary
    {
        public string Text { get; init; } = "";
    }

    [ObjectType<Diary>]
    private static class DiaryType
    {
        public static Expression<Func<Diary, string>> Text => d => d.Text;
    }

    [QueryType]
    private static class DiaryQuery
    {
        public static IQueryable<Diary> GetDiaries() => Enumerable.Empty<Diary>().AsQueryable();
    }
}
