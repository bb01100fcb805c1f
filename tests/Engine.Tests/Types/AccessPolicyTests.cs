using System.Linq.Expressions;
using Integration.Graph.Engine.Types;

namespace Integration.Graph.Engine.Tests.Types;

public sealed class AccessPolicyTests
{
    [Fact]
    public void A_schema_that_the_policy_does_not_fit_is_not_built() =>
        Should.Throw<SchemaException>(() => SchemaBuilder.Build(new OnlyRoots("No rule for Query.a.", "No rule for Query.b."), typeof(Queries)))
            .Problems.ShouldBe(["No rule for Query.a.", "No rule for Query.b."]);

    /// <summary>What a payload contains is decided at its types. A type of the product has no such exception, whatever its name.</summary>
    [Fact]
    public void The_policy_decides_on_every_type_that_the_engine_did_not_generate()
    {
        var policy = new OnlyRoots();
        var full = SchemaBuilder.Build(policy, typeof(Queries), typeof(Mutations));

        var view = new SchemaView(full, policy, "").Schema;

        full.Types.OfType<FieldsType>().Where(type => type.IsGenerated && !Introspection.IsReserved(type.Name)).Select(type => type.Name)
            .ShouldBe(["Node", "Error", "ChangePayload", "RefusedError"], ignoreOrder: true);
        view.Type("ChangePayload").ShouldNotBeNull();
        view.Type("RefusedError").ShouldNotBeNull();
        view.Type("OtherPayload").ShouldBeNull();
        view.Query.Field("other").ShouldBeNull();
    }

    private sealed class RefusedException() : MutationException("It is refused.", "REFUSED");

    private sealed record OtherPayload(string Text);

    [QueryType]
    private static class Queries
    {
        public static int GetCount() => 1;

        public static OtherPayload? GetOther() => null;
    }

    [MutationType]
    private static class Mutations
    {
        [Error<RefusedException>]
        [PayloadField("done")]
        public static Task<bool> ChangeAsync() => Task.FromResult(true);
    }

    /// <summary>Shows the fields of the root types only.</summary>
    private sealed class OnlyRoots(params string[] problems) : IAccessPolicy
    {
        public IReadOnlyList<string> Views => [""];

        public IEnumerable<string> Problems(Schema schema) => problems;

        public bool IsVisible(string view, string type, string field) => type is "Query" or "Mutation";

        public bool IsConfidential(Type entity) => false;

        public LambdaExpression? RowRule(string view, Type entity) => null;

        public LambdaExpression? FieldGuard(string view, string type, string field) => null;

        public RowTracker? Tracker(string view, Type entity) => null;

        public IEnumerable<AppliedDirective> Directives(string type, string field) => [];

        public IEnumerable<DirectiveDefinition> DirectiveDefinitions(Func<string, NamedType?> type) => [];
    }
}
