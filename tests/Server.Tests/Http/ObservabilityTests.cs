using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>Telemetry identifies slow operations and contains no personal data.</summary>
public sealed class ObservabilityTests
{
    [Theory]
    [BothDatabases]
    public async Task Traces_and_metrics_reach_a_collector_and_hold_no_personal_value(DatabaseKind kind)
    {
        await using var collector = await Collector.StartAsync();
        var database = await TestDatabase.CreateAsync(kind);
        Refugee person;
        await using (var host = await ServerHost.StartAsync(database, null, ("Telemetry:Endpoint", collector.Address), ("Demo:Refugees", "60"),
            // The product's own setting takes precedence.
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_SERVICE_NAME", "watched-server"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=trial"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=opened"), ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            // Servers of other tests in this process also write spans and fill the queue.
            ("OTEL_BSP_MAX_QUEUE_SIZE", "1000000"), ("OTEL_BSP_SCHEDULE_DELAY", "200"), ("OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION", "true")))
        {
            await using var db = database.CreateContext();
            person = await db.Refugees.FirstAsync(r => r.Phone != null && r.Street != null && r.Consent!.WithdrawnAt == null && r.MunicipalityCode != null && r.GivenName.Length > 4);
            var token = await host.TokenAsync(Role.Municipality, person.MunicipalityCode);
            const string Document = "query WatchedWorklist($where: RefugeeFilterInput) { refugees(where: $where) { nodes { name { given family } phone address { street } age } } }";
            (await host.QueryAsync(token, Document, new { where = new { reference = new { eq = person.Reference } } })).Errors.ShouldBeEmpty();
            (await host.QueryAsync(token, "query Refused { refugees { nodes { dateOfBirth } } }")).Codes.ShouldBe(["AUTH_NOT_AUTHORIZED"]);
            (await host.QueryAsync(token, $"query Misspelt {{ refugee(name: \"{person.GivenName}\") {{ phone }} }}")).Errors.ShouldNotBeEmpty();
            // The request is refused, but the web server has seen its URL.
            (await host.GetAsync(token, $"query ByAddress {{ refugee(name: \"{person.GivenName}\") {{ phone }} }}")).Errors.ShouldNotBeEmpty();
            await host.PageAsync(token, $"/consents/{person.Reference}/form");
            await collector.ReceivesAsync("/consents/{id}/form");
            // The second export after a request contains its measurements: the first one may already be in progress.
            int Exports() => collector.Requests.Count(x => x.Path == "/v1/metrics");
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            for (var enough = Exports() + 2; Exports() < enough;)
            {
                await Task.Delay(50, limit.Token);
            }
        }

        var sent = collector.Sent;
        collector.Requests.Distinct().ShouldBe([("/v1/traces", "opened"), ("/v1/metrics", "opened")], ignoreOrder: true);
        foreach (var exported in new[]
        {
            "graphql.operation", "WatchedWorklist", "MUNICIPALITY", "graphql.operation.cost", "graphql.outcome", "graphql.server.operation.duration", "graphql.server.request.refused", "AUTH_NOT_AUTHORIZED",
            "http.route", "/consents/{id}/form", "http.server.request.duration", "kestrel.active_connections", "dotnet.gc.collections", "watched-server", "deployment.environment.name",
        }.Concat(kind == DatabaseKind.PostgreSql ? ["postgresql", "db.namespace", "db.client.operation.duration"] : []))
        {
            sent.ShouldContain(exported, Case.Sensitive);
        }

        foreach (var hidden in new[]
        {
            person.GivenName, person.FamilyName, person.Phone!, person.Street!, person.Reference, "dateOfBirth", "nodes {", "nodes%20",
            "url.query", "url.path", "url.full", "user_agent", "db.query.text", "db.statement", "SELECT", "INSERT", "FROM ", "unknown_service",
        })
        {
            sent.ShouldNotContain(hidden, Case.Sensitive);
        }
    }

    /// <summary>A database error message may contain a value.</summary>
    [Fact]
    public async Task An_exception_in_a_span_has_its_type_and_no_message()
    {
        await using var collector = await Collector.StartAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSql);
        await using (await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.Address + "/spans"), ("OTEL_METRICS_EXPORTER", "none"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "1000000"), ("OTEL_BSP_SCHEDULE_DELAY", "200")))
        {
            await using var db = database.CreateContext();
            await Should.ThrowAsync<Npgsql.PostgresException>(() => db.Database.ExecuteSqlRawAsync("SELECT 'Quotedvalue'::integer"));
            await collector.ReceivesAsync("Npgsql.PostgresException");
        }

        collector.Requests.ShouldAllBe(x => x.Path == "/spans");
        collector.Sent.ShouldNotContain("Quotedvalue", Case.Sensitive);
    }

    [Theory]
    [InlineData("Telemetry:Endpoint", "collector", "Telemetry:Endpoint is 'collector'")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://collector", "OTEL_EXPORTER_OTLP_ENDPOINT is 'ftp://collector'")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL is 'http/json'; it must be http/protobuf or grpc.")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "5s", "OTEL_EXPORTER_OTLP_TIMEOUT is '5s'")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_TRACES_EXPORTER is 'zipkin'; it must be otlp or none.")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "OTEL_SDK_DISABLED is 'yes'; it must be true or false.")]
    public void A_setting_that_cannot_be_used_is_refused_by_name(string name, string value, string message)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4318", [name] = value }).Build();

        var result = new TelemetryOptionsValidator(settings).Validate(null, new TelemetryOptions());

        result.FailureMessage.ShouldNotBeNull().ShouldContain(message);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("Telemetry:Endpoint", "")]
    public void Nothing_is_registered_where_nothing_is_exported(string name, string value)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        if (name.Length > 0)
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = value.Length == 0 ? "" : "http://localhost:4318", [name] = value });
        }

        Observability.Add(builder);

        builder.Services.ShouldAllBe(x => !x.ServiceType.FullName!.StartsWith("OpenTelemetry", StringComparison.Ordinal) && x.ServiceType != typeof(IHostedService));
    }

    [Theory]
    [InlineData("http://localhost:4318", "", "http://localhost:4318/v1/traces", "http://localhost:4318/v1/metrics")]
    [InlineData("http://localhost:4318/otlp/", "http/protobuf", "http://localhost:4318/otlp/v1/traces", "http://localhost:4318/otlp/v1/metrics")]
    [InlineData("http://localhost:4317", "grpc", "http://localhost:4317/", "http://localhost:4317/")]
    public void The_address_of_a_signal_follows_from_the_protocol(string endpoint, string protocol, string traces, string metrics)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol }).Build();

        new[] { "TRACES", "METRICS" }.Select(signal => TelemetryTarget.Read(settings, signal, [])!.Endpoint.AbsoluteUri).ShouldBe([traces, metrics]);
    }

    [Fact]
    public async Task The_log_can_be_a_JSON_object_a_line_and_holds_no_personal_value()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, 60, DateOnly.FromDateTime(DateTime.UtcNow));
        await using var db = database.CreateContext();
        var person = await db.Refugees.FirstAsync(r => r.Phone != null && r.Street != null && r.Consent!.WithdrawnAt == null && r.MunicipalityCode != null && r.GivenName.Length > 4);
        // Web requests are logged too, as in a search for a fault.
        using var server = Process.Start(new ProcessStartInfo("dotnet", [typeof(GraphContext).Assembly.Location, "--urls", "http://127.0.0.1:0", "--environment", "Development",
            "--Demo:Refugees", "0", "--Coverage:Schedule", "never", "--Logging:Console:FormatterName", "json", "--Logging:LogLevel:Microsoft.AspNetCore", "Information",
            .. database.Settings.SelectMany(x => new[] { "--" + x.Key, x.Value! })])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
        })!;
        var log = new List<string>();
        try
        {
            var listening = await UntilAsync("Now listening on: ");
            using var client = new HttpClient { BaseAddress = new Uri(Regex.Match(listening, "Now listening on: (http[^ \"]+)").Groups[1].Value) };
            using var signIn = await client.PostAsJsonAsync("/dev/token", new { role = "MUNICIPALITY", municipality = person.MunicipalityCode });
            client.DefaultRequestHeaders.Authorization = new("Bearer", (await signIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString());
            const string Document = "query Worklist($where: RefugeeFilterInput) { refugees(where: $where) { nodes { name { given family } phone address { street } } } }";
            using var answer = await client.PostAsJsonAsync("/graphql", new { query = Document, variables = new { where = new { reference = new { eq = person.Reference } } } });
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("\"errors\"");
            using var refused = await client.PostAsJsonAsync("/graphql", new { query = $"{{ refugee(name: \"{person.GivenName}\") {{ phone }} }}" });
            (await refused.Content.ReadAsStringAsync()).ShouldContain("\"errors\"");
            for (var finished = 0; finished < 3; finished++)
            {
                await UntilAsync("Request finished");
            }
        }
        finally
        {
            server.Kill();
        }

        foreach (var line in log)
        {
            using var entry = JsonDocument.Parse(line);
            entry.RootElement.GetProperty("LogLevel").GetString().ShouldNotBeNullOrEmpty();
            entry.RootElement.GetProperty("Message").GetString().ShouldNotBeNullOrEmpty();
        }

        var all = string.Concat(log);
        all.ShouldContain("/graphql");
        foreach (var hidden in new[] { person.GivenName, person.FamilyName, person.Phone!, person.Street!, person.Reference, "nodes {" })
        {
            all.ShouldNotContain(hidden, Case.Sensitive);
        }

        async Task<string> UntilAsync(string text)
        {
            do
            {
                log.Add((await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60))).ShouldNotBeNull(string.Join('\n', log)));
            }
            while (!log[^1].Contains(text, StringComparison.Ordinal));
            return log[^1];
        }
    }

    [Fact]
    public async Task The_server_says_that_it_lives_and_whether_it_is_ready()
    {
        await using var host = await ServerHost.StartAsync(await TestDatabase.CreateAsync(DatabaseKind.Sqlite));

        (await host.Client.GetStringAsync("/health/live")).ShouldBe("live");
        (await host.Client.GetStringAsync("/health/ready")).ShouldBe("ready");
    }
}
