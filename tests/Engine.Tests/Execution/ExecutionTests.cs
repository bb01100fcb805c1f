using System.Collections.Concurrent;
using System.Text.Json;
using Integration.Graph.Engine.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Engine.Tests.Execution;

/// <summary>Algorithms of the specification's chapter 6, over HTTP.</summary>
public sealed class ExecutionTests : IAsyncLifetime
{
    private SampleService _service = null!;

    public async ValueTask InitializeAsync() => _service = await SampleService.StartAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData("{ hello }", """{"data":{"hello":"Hello, world"}}""")]
    [InlineData("{ a: hello(name: \"a\\u00e5\\n\") }", """{"data":{"a":"Hello, aå\n"}}""")]
    [InlineData("{ __typename thing { __typename depth } }", """{"data":{"__typename":"Query","thing":{"__typename":"Thing","depth":1}}}""")]
    // Fields in order of first encounter, through fragments; fields of one name are merged.
    [InlineData("{ ...F thing { depth } hello } fragment F on Query { thing { inner { depth } } }", """{"data":{"thing":{"inner":{"depth":2},"depth":1},"hello":"Hello, world"}}""")]
    [InlineData("{ thing { three { depth } } }", """{"data":{"thing":{"three":[{"depth":2},{"depth":3},{"depth":4}]}}}""")]
    [InlineData("{ hello @skip(if: true) thing @include(if: true) { depth @include(if: false) inner { depth } } }", """{"data":{"thing":{"inner":{"depth":2}}}}""")]
    public async Task Fields_are_collected_merged_and_written_in_order(string document, string expected) =>
        (await _service.AskAsync(document)).ShouldBe(expected);

    [Theory]
    [InlineData(true, false, """{"data":{"hello":"Hello, world","thing":{"depth":1}}}""")]
    [InlineData(false, false, """{"data":{"thing":{"depth":1}}}""")]
    [InlineData(false, true, """{"data":{"thing":{"inner":{"depth":2},"depth":1}}}""")]
    public async Task Conditions_on_variables_are_settled_for_each_request(bool hello, bool inner, string expected) =>
        (await _service.AskAsync(
            "query($hello: Boolean!, $inner: Boolean!) { hello @include(if: $hello) thing { inner @include(if: $inner) { depth } depth } }",
            new { hello, inner })).ShouldBe(expected);

    [Theory]
    // A null in a non-null position propagates to the nearest nullable parent.
    [InlineData("{ thing { maybe { odd } depth } }", """{"thing":{"maybe":null,"depth":1}}""", "thing maybe odd")]
    [InlineData("{ thing { inner { odd } depth } hello }", "null", "thing inner odd")]
    [InlineData("{ thing { maybe { three { odd } } } }", """{"thing":{"maybe":null}}""", "thing maybe three 1 odd")]
    public async Task Null_takes_the_place_of_the_nearest_nullable_parent(string document, string data, string path)
    {
        using var answer = JsonDocument.Parse(await _service.AskAsync(document));

        answer.RootElement.GetProperty("data").GetRawText().ShouldBe(data);
        var error = answer.RootElement.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        string.Join(' ', error.GetProperty("path").EnumerateArray()).ShouldBe(path);
        error.GetProperty("locations").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("{ echo(input: { number: 1 }) }", "1 absent  DarkRed")]
    [InlineData("{ echo(input: { number: 1, text: null, list: 7, colour: LIGHT_BLUE }) }", "1 null 7 LightBlue")]
    [InlineData("{ echo(input: { number: 1, text: \"t\", list: [1, 2] }) }", "1 t 1,2 DarkRed")]
    public async Task Absent_null_and_default_are_three_things(string document, string expected) =>
        (await _service.AskAsync(document)).ShouldBe($$$"""{"data":{"echo":"{{{expected}}}"}}""");

    [Theory]
    [InlineData("""{ "i": { "number": 1 } }""", "1 absent  DarkRed")]
    [InlineData("""{ "i": { "number": 2, "text": null, "list": 3 } }""", "2 null 3 DarkRed")]
    public async Task Variables_are_coerced_like_literals(string variables, string expected) =>
        (await _service.AskAsync("query($i: SampleInput!) { echo(input: $i) }", JsonSerializer.Deserialize<JsonElement>(variables)))
            .ShouldBe($$$"""{"data":{"echo":"{{{expected}}}"}}""");

    [Theory]
    [InlineData("{}", "was not provided")]
    [InlineData("""{ "i": null }""", "must not be null")]
    [InlineData("""{ "i": { "number": "1" } }""", "Int cannot represent non-integer value")]
    [InlineData("""{ "i": { "number": 1, "numbr": 2 } }""", "is not defined by type")]
    [InlineData("""{ "i": { "number": 1, "colour": "PINK" } }""", "does not exist in enum")]
    [InlineData("""{ "i": { "number": 4294967296 } }""", "32-bit")]
    public async Task A_variable_that_cannot_be_taken_is_told_before_anything_runs(string variables, string message)
    {
        var answer = await _service.AskAsync("query($i: SampleInput!) { echo(input: $i) }", JsonSerializer.Deserialize<JsonElement>(variables));

        answer.ShouldContain(message);
        answer.ShouldContain("BAD_USER_INPUT");
        answer.ShouldNotContain("\"data\"");
    }

    [Fact]
    public async Task What_an_unexpected_exception_says_never_leaves()
    {
        var answer = await _service.AskAsync("{ secret refused }");

        answer.ShouldNotContain("hunter2");
        answer.ShouldContain("INTERNAL_SERVER_ERROR");
        answer.ShouldContain("Not today.");
        answer.ShouldContain("CLOSED");
        answer.ShouldContain("""
            "data":{"secret":null,"refused":null}
            """.Trim());
    }

    [Fact]
    public async Task The_log_has_a_failure_under_the_id_that_the_client_gets()
    {
        var log = new KeptLog();
        await using var host = await EngineHost.StartAsync([typeof(SampleQueries)], _ => { }, services => services.AddSingleton<ILoggerProvider>(log));

        using var answer = JsonDocument.Parse(await host.Client.GetStringAsync("/graphql?query={secret}"));

        var id = answer.RootElement.GetProperty("errors")[0].GetProperty("message").GetString()!.TrimEnd('.').Split(' ')[^1];
        var (text, exception) = log.Entries.Single(entry => entry.Text.Contains(id, StringComparison.Ordinal));
        text.ShouldBe($"Field secret failed; the response names error {id}.");
        exception.ShouldNotBeNull().Message.ShouldBe("the password is hunter2");
    }

    [Theory]
    [InlineData("{ hello }", "The operation took longer than 0.2 seconds, the execution time-out (ExecutionTimeout).")]
    [InlineData("mutation { add(input: { number: 1 }) { total } }", "The operation took longer than 0.2 seconds, the execution time-out (ExecutionTimeout). All or part of this mutation may have been executed.")]
    public async Task A_timed_out_operation_says_whether_a_mutation_may_have_been_done(string document, string message)
    {
        await using var service = await SampleService.StartAsync(options =>
        {
            options.ExecutionTimeout = TimeSpan.FromMilliseconds(200);
            // All fields are complete, but recording the response takes too long.
            options.BeforeAnswer = async context =>
            {
                await Task.Delay(Timeout.Infinite, context.Cancellation);
                return true;
            };
        });

        var answer = await service.AskAsync(document);

        answer.ShouldStartWith($$"""{"errors":[{"message":"{{message}}""");
        answer.Contains("Idempotency-Key", StringComparison.Ordinal).ShouldBe(document[0] == 'm');
    }

    [Fact]
    public async Task Mutations_run_one_after_the_other_and_answer_typed_errors()
    {
        using var answer = JsonDocument.Parse(await _service.AskAsync("""
            mutation {
              a: add(input: { number: 1 }) { total errors { __typename } }
              b: add(input: { number: 10 }) { total }
              c: add(input: { number: 101 }) { total errors { __typename ... on TooMuchError { message code limit } } }
            }
            """));
        var data = answer.RootElement.GetProperty("data");

        (data.GetProperty("b").GetProperty("total").GetInt32() - data.GetProperty("a").GetProperty("total").GetInt32()).ShouldBe(10);
        data.GetProperty("c").GetRawText().ShouldBe("""{"total":null,"errors":[{"__typename":"TooMuchError","message":"Too much.","code":"TOO_MUCH","limit":100}]}""");
    }

    [Fact]
    public async Task A_mutation_says_its_type_beside_what_it_does() =>
        (await _service.AskAsync("mutation { __typename add(input: { number: 101 }) { __typename total } kind: __typename }"))
            .ShouldBe("""{"data":{"__typename":"Mutation","add":{"__typename":"AddPayload","total":null},"kind":"Mutation"}}""");

    [Fact]
    public async Task Introspection_answers_what_the_printed_schema_says()
    {
        var answer = await _service.AskAsync("""
            { __type(name: "SampleInput") { kind inputFields { name defaultValue type { kind ofType { name } } } }
              __schema { queryType { name } mutationType { name } subscriptionType { name } } }
            """);

        answer.ShouldBe("""{"data":{"__type":{"kind":"INPUT_OBJECT","inputFields":[{"name":"number","defaultValue":null,"type":{"kind":"NON_NULL","ofType":{"name":"Int"}}},{"name":"text","defaultValue":null,"type":{"kind":"SCALAR","ofType":null}},{"name":"list","defaultValue":null,"type":{"kind":"LIST","ofType":{"name":null}}},{"name":"colour","defaultValue":"DARK_RED","type":{"kind":"NON_NULL","ofType":{"name":"Colour"}}}]},"__schema":{"queryType":{"name":"Query"},"mutationType":{"name":"Mutation"},"subscriptionType":null}}}""");
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(string Text, Exception? Exception)> Entries { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((formatter(state, exception), exception));

        public void Dispose()
        {
            // No resources are held.
        }
    }
}
