using Integration.Graph.Engine.Execution;
using Integration.Graph.Engine.Planning;
using Integration.Graph.Engine.Tests.Http;
using Integration.Graph.Engine.Types;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integration.Graph.Engine.Tests.Planning;

/// <summary>The engine plans a document once. The next request with the same document gets the same plan object.</summary>
public sealed class PlanCacheTests
{
    private const string Document = "query One { hello } query Two { thing { depth } }";

    [Fact]
    public void A_known_document_is_neither_parsed_nor_validated_again()
    {
        var executor = Executor(new GraphQLOptions());
        var first = Plan(executor, Document, "One");

        Plan(executor, Document, "One").ShouldBeSameAs(first);
        Plan(executor, Document, "Two").ShouldNotBeSameAs(first);
        Plan(executor, Document + " ", "One").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void The_least_recently_used_plan_is_removed_when_the_cache_is_full()
    {
        var executor = Executor(new GraphQLOptions { PlanCacheSize = 300_000 });
        var often = Plan(executor, "{ hello }", null);
        var seldom = Plan(executor, "{ thing { depth } }", null);
        for (var i = 0; i < 200; i++)
        {
            Plan(executor, $"query Q{i} {{ hello thing {{ depth inner {{ depth }} }} }} # {new string('-', 100)}", null);
            Plan(executor, "{ hello }", null).ShouldBeSameAs(often);
        }

        Plan(executor, "{ thing { depth } }", null).ShouldNotBeSameAs(seldom);
    }

    /// <summary>
    /// A short document can have many fields, each of which takes memory. Here each fragment triples their number.
    /// </summary>
    [Fact]
    public void A_plan_takes_room_for_its_fields_however_short_its_document_is()
    {
        var executor = Executor(new GraphQLOptions { PlanCacheSize = 4_000_000 });
        var small = Enumerable.Range(0, 10).Select(i => Plan(executor, $"query Small{i} {{ hello }}", null)).ToList();
        Enumerable.Range(0, 10).Select(i => Plan(executor, $"query Small{i} {{ hello }}", null)).ShouldBe(small);

        var first = Plan(executor, Document(0), null);
        first.FieldCount.ShouldBe(1 + 1 + 3 + 9 + 27 + 81 + 243 + 729 + 729);
        for (var i = 1; i < 10; i++)
        {
            Plan(executor, Document(i), null);
        }

        Plan(executor, Document(0), null).ShouldNotBeSameAs(first);

        static string Document(int number) => $"query Large{number} {{ hello thing {{ ...F0 }} }} fragment F6 on Thing {{ depth }} "
            + string.Concat(Enumerable.Range(0, 6).Select(i => $"fragment F{i} on Thing {{ a: inner {{ ...F{i + 1} }} b: inner {{ ...F{i + 1} }} c: inner {{ ...F{i + 1} }} }} "));
    }

    private static RequestExecutor Executor(GraphQLOptions options) => new(
        SchemaBuilder.Build(new OpenAccess(), typeof(SampleQueries)), new OpenAccess(), options, NullLogger<RequestExecutor>.Instance);

    private static OperationPlan Plan(RequestExecutor executor, string document, string? name) =>
        executor.Plan(new GraphQLRequest(document, null, name, default), executor.View(""));
}
