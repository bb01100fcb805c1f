using System.Net;
using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Integration.Graph.Server.Tests.Http;

public sealed class OutageTests(OutageTests.Server server) : IClassFixture<OutageTests.Server>
{
    private const string Persons = "{ refugees(first: 2) { nodes { reference name { given } } } }";

    [Fact]
    public async Task While_the_database_is_out_of_reach_the_answer_is_503_and_afterwards_all_is_as_before_without_a_restart()
    {
        var centre = await Centre.OfAsync(server.Host);
        var (id, reference) = await centre.PlacedAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.Host.QueryAsync(centre.Token, Persons)));

        await EndureAsync(server.Host, id, reference, server.Cluster.Stop, server.Cluster.Start);
    }

    /// <summary>
    /// An open file can still be read and written after it is moved. This server has therefore just started: it has to open
    /// the file for every request, and cannot.
    /// </summary>
    [Fact]
    public async Task The_same_where_sqlites_file_cannot_be_opened()
    {
        var folder = Directory.CreateTempSubdirectory("integration-graph-outage-");
        var (there, away) = (Path.Combine(folder.FullName, "there"), Path.Combine(folder.FullName, "away"));
        Directory.CreateDirectory(there);
        var options = new DatabaseOptions { Provider = DatabaseOptions.Sqlite, ConnectionString = $"Data Source={Path.Combine(there, "outage.db")};Foreign Keys=True" };
        try
        {
            string id, reference;
            await using (var before = await ServerHost.StartAsync(TestDatabase.At(options), new ManualClock()))
            {
                await before.DoAsync(TestCountry.StoreAsync);
                await before.Services.GetRequiredService<ReferenceTablesSource>().ReloadAsync();
                (id, reference) = await (await Centre.OfAsync(before)).PlacedAsync();
            }

            await using var host = await ServerHost.StartAsync(TestDatabase.At(options), new ManualClock());
            await EndureAsync(host, id, reference, Stop, () => Directory.Move(away, there));

            void Stop()
            {
                Directory.Move(there, away);
                SqliteConnection.ClearPool(new SqliteConnection(host.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task EndureAsync(ServerHost host, string id, string reference, Action stop, Action start)
    {
        var centre = await Centre.OfAsync(host);
        (await ReadinessAsync(host)).ShouldBe(HttpStatusCode.OK);
        var unseen = await host.TokenAsync(Role.Municipality, TestCountry.North);

        stop();
        foreach (var (token, document) in new[]
        {
            (centre.Token, Persons),
            (centre.Token, $$"""mutation { giveConsent(input: { refugeeId: "{{id}}", method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: [{ recipient: MUNICIPALITY, field: NAME }] }) { refugee { reference } } }"""),
            (centre.Token, $$"""mutation { withdrawConsent(input: { reference: "{{reference}}" }) { reference } }"""),
            // The server needs the database even to find the scope of this role.
            (unseen, Persons),
        })
        {
            var answer = await host.QueryAsync(token, document);
            answer.Status.ShouldBe(503, answer.Text);
            answer.Codes.ShouldBe(["SERVICE_UNAVAILABLE"]);
            answer.HasData.ShouldBeFalse();
        }

        using (var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = System.Net.Http.Json.JsonContent.Create(new { query = Persons }) })
        {
            request.Headers.Authorization = new("Bearer", centre.Token);
            using var response = await host.Client.SendAsync(request);
            response.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().TotalSeconds.ShouldBeInRange(1, 60);
        }

        (await ReadinessAsync(host)).ShouldBe(HttpStatusCode.ServiceUnavailable);
        using (var live = await host.Client.GetAsync("/health/live"))
        {
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        // Operations that need no database work throughout the outage.
        (await host.QueryAsync(null, "{ municipality(code: \"0461\") { name } }")).Status.ShouldBe(200);

        start();
        (await ReadinessAsync(host)).ShouldBe(HttpStatusCode.OK);
        (await host.QueryAsync(unseen, Persons)).Status.ShouldBe(200);
        (await host.QueryAsync(centre.Token, Persons))["refugees.nodes.0.reference"].GetString().ShouldBe(reference);
        // The failed attempt stored nothing: the consent can now be given as the first version.
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");
        (await host.DoAsync(db => db.Consents.CountAsync())).ShouldBe(1);
    }

    [Theory]
    [InlineData("before anything is done", false)]
    [InlineData("between two fields", true)]
    [InlineData("before the answer is recorded", true)]
    public async Task A_mutation_cut_off_by_an_outage_says_so_and_is_done_once_when_it_is_repeated(string when, bool mayBeDone)
    {
        var (cluster, host) = (server.Cluster, server.Host);
        var options = host.Services.GetRequiredService<GraphQLOptions>();
        var (aroundMutation, beforeAnswer) = (options.AroundMutation, options.BeforeAnswer);
        var before = await host.DoAsync(db => db.Refugees.CountAsync());
        var (token, key) = (await host.TokenAsync(Role.CentreWorker, "test-other-centre"), Guid.NewGuid().ToString());
        var register = $$"""(input: { givenName: "Given", familyName: "Family", dateOfBirth: "1990-05-06", nationality: "{{TestCountry.Country}}" }) { refugee { name { given } } errors { ... on Error { code } } }""";
        var document = $"mutation {{ a: registerRefugee{register} b: registerRefugee{register} }}";

        GraphQLAnswer answer;
        try
        {
            options.AroundMutation = call =>
            {
                if ((when, call.ResponseName) is ("before anything is done", "a") or ("between two fields", "b"))
                {
                    cluster.Stop();
                }

                return aroundMutation(call);
            };
            options.BeforeAnswer = context =>
            {
                if (when == "before the answer is recorded")
                {
                    cluster.Stop();
                }

                return beforeAnswer(context);
            };
            answer = await host.QueryAsync(token, document, idempotencyKey: key);
        }
        finally
        {
            (options.AroundMutation, options.BeforeAnswer) = (aroundMutation, beforeAnswer);
            cluster.Start();
            // Pooled connections to the stopped server.
            NpgsqlConnection.ClearPool(new NpgsqlConnection(host.Database.Options.ConnectionString));
        }

        (answer.Status, answer.HasData).ShouldBe((503, false), answer.Text);
        answer.Codes.ShouldBe(["SERVICE_UNAVAILABLE"]);
        var message = answer.Errors[0].GetProperty("message").GetString()!;
        message.Contains("Nothing of this request", StringComparison.Ordinal).ShouldBe(!mayBeDone, message);
        message.Contains("may have been executed", StringComparison.Ordinal).ShouldBe(mayBeDone, message);
        message.Contains("Idempotency-Key", StringComparison.Ordinal).ShouldBe(mayBeDone, message);
        // The ledger's own connection may also be stale. A client waits and retries as the response demands.
        var again = answer;
        for (var times = 0; again.Status == 503 && times < 5; times++)
        {
            again = await host.QueryAsync(token, document, idempotencyKey: key);
        }

        (again["a.refugee.name.given"].GetString(), again["b.refugee.name.given"].GetString()).ShouldBe(("Given", "Given"));
        (await host.DoAsync(db => db.Refugees.CountAsync())).ShouldBe(before + 2);
    }

    [Fact]
    public void An_outage_is_told_from_a_mistake_whatever_it_is_wrapped_in()
    {
        DatabaseOutage.Is(new SqliteException("unable to open database file", 14)).ShouldBeTrue();
        DatabaseOutage.Is(new SqliteException("disk I/O error", 10)).ShouldBeTrue();
        DatabaseOutage.Is(new InvalidOperationException("", new NpgsqlException("", new System.Net.Sockets.SocketException()))).ShouldBeTrue();
        DatabaseOutage.Is(new DbUpdateException("", new PostgresException("", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown))).ShouldBeTrue();
        DatabaseOutage.Is(new PostgresException("", "FATAL", "FATAL", PostgresErrorCodes.TooManyConnections)).ShouldBeTrue();
        DatabaseOutage.Is(new PostgresException("", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)).ShouldBeFalse();
        DatabaseOutage.Is(new SqliteException("no such table", 1)).ShouldBeFalse();
        DatabaseOutage.Is(new InvalidOperationException("")).ShouldBeFalse();
    }

    private static async Task<HttpStatusCode> ReadinessAsync(ServerHost host)
    {
        using var response = await host.Client.GetAsync("/health/ready");
        return response.StatusCode;
    }

    /// <summary>A server and its database, which can be stopped. Every test leaves the database started.</summary>
    public sealed class Server : IAsyncLifetime
    {
        internal PostgresCluster Cluster { get; } = PostgresCluster.StartOwn();

        internal ServerHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await ServerHost.StartAsync(
                TestDatabase.At(new DatabaseOptions { Provider = DatabaseOptions.PostgreSql, ConnectionString = Cluster.OwnConnectionString("outage") }), new ManualClock());
            await Host.DoAsync(TestCountry.StoreAsync);
            await Host.Services.GetRequiredService<ReferenceTablesSource>().ReloadAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Cluster.Dispose();
        }
    }
}
