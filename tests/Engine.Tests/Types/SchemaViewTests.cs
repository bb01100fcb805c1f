using System.Linq.Expressions;
using Integration.Graph.Engine.Tests.Support;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class SchemaViewTests
{
    [Fact]
    public void Input_types_that_refer_to_each_other_keep_their_fields()
    {
        var view = new SchemaView(SdlSchema.Build(Schemas.Shapes), new OpenAccess(), "");

        SchemaPrinter.Print(view.Schema.Type("Deep")!).ShouldBe(SchemaPrinter.Print(view.Full.Type("Deep")!));
        SchemaPrinter.Print(view.Schema.Type("Condition")!).ShouldBe(SchemaPrinter.Print(view.Full.Type("Condition")!));
    }

    /// <summary>
    /// A filter whose members are all hidden is removed, although filters can refer to themselves and to each other.
    /// </summary>
    [Fact]
    public void Filters_that_filter_by_nothing_are_gone()
    {
        var person = Filter("PersonFilter", ("name", "Person"));
        var address = Filter("AddressFilter", ("street", "Address"));
        var branch = Filter("BranchFilter", ("name", "Branch"));
        person.SetFields([.. person.Fields, new("address", address)]);
        address.SetFields([.. address.Fields, new("person", person)]);
        branch.SetFields([.. branch.Fields, new("person", person)]);
        var query = new ObjectType("Query");
        query.SetFields(
        [
            new("people", BuiltInScalars.Int) { Arguments = [new("where", person), new("first", BuiltInScalars.Int)] },
            new("branches", BuiltInScalars.Int) { Arguments = [new("where", branch)] },
        ]);
        var full = new Schema([query, person, address, branch, .. BuiltInScalars.All], BuiltInDirectives.All, query);

        string.Join('\n', Print("everybody"), Print("hidden")).ShouldBe("""
            type Query {
              people(where: PersonFilter, first: Int): Int
              branches(where: BranchFilter): Int
            }
            input BranchFilter {
              and: [BranchFilter!]
              name: String
              person: PersonFilter
            }
            type Query {
              people(first: Int): Int
              branches(where: BranchFilter): Int
            }
            input BranchFilter {
              and: [BranchFilter!]
              name: String
            }
            """);

        string Print(string role)
        {
            var schema = new SchemaView(full, new HidesPeople(), role).Schema;
            (schema.Type("PersonFilter") is null).ShouldBe(role == "hidden");
            return $"{SchemaPrinter.Print(schema.Query)}\n{SchemaPrinter.Print(schema.Type("BranchFilter")!)}";
        }
    }

    /// <summary>
    /// A type that no field returns is visible to every role. Of its members, a role sees those whose types it has anyway.
    /// </summary>
    [Fact]
    public void Types_that_no_field_returns_are_in_every_view_and_bring_nothing_else_in()
    {
        var full = SdlSchema.Build("""
            type Query { branch: Branch, person: Person }
            type Branch { name: String }
            type Person { name: String }
            type Address { street: String, person: Person }
            type Spare { name: String, branch: Branch, person: Person, both: Both }
            union Both = Branch | Person | Spare
            union People = Person | Address
            """);

        Print("everybody").ShouldBe("""
            union Both = Branch | Person | Spare
            union People = Person | Address
            type Spare {
              name: String
              branch: Branch
              person: Person
              both: Both
            }
            """);
        Print("hidden").ShouldBe("""
            union Both = Branch | Spare
            type Spare {
              name: String
              branch: Branch
              both: Both
            }
            """);

        string Print(string role)
        {
            var schema = new SchemaView(full, new HidesPeople(), role).Schema;
            (schema.Type("Person") is null).ShouldBe(role == "hidden");
            return string.Join('\n', new[] { "Both", "People", "Spare" }.Select(schema.Type).Where(t => t is not null).Select(t => SchemaPrinter.Print(t!)));
        }
    }

    private static InputObjectType Filter(string name, (string Field, string Type) member)
    {
        var type = new InputObjectType(name);
        type.SetFields(
        [
            new("and", new ListType(new NonNullType(type))),
            new(member.Field, BuiltInScalars.String) { Member = new MemberReference(member.Type, member.Field) },
        ]);
        return type;
    }

    /// <summary>Hides persons and addresses from the role <c>hidden</c>.</summary>
    private sealed class HidesPeople : IAccessPolicy
    {
        public IReadOnlyList<string> Views => ["everybody", "hidden"];

        public IEnumerable<string> Problems(Schema schema) => [];

        public bool IsVisible(string view, string type, string field) => view == "everybody" || type is not ("Person" or "Address");

        public bool IsConfidential(Type entity) => false;

        public LambdaExpression? RowRule(string view, Type entity) => null;

        public LambdaExpression? FieldGuard(string view, string type, string field) => null;

        public RowTracker? Tracker(string view, Type entity) => null;

        public IEnumerable<AppliedDirective> Directives(string type, string field) => [];

        public IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type) => [];
    }
}
