using System.Net;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Subscriptions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integration.Graph.Server.Tests.Http;

public sealed class OutageTests
{
    private const string Persons = "{ refugees(first: 2) { nodes { reference name { given } } } }";

    [Fact]
    public async Task While_the_database_is_out_of_reach_the_answer_is_503_and_afterwards_all_is_as_before_without_a_restart()
    {
        using var cluster = PostgresCluster.StartOwn();
        await using var host = await ServerHost.StartAsync(
            TestDatabase.At(new DatabaseOptions { Provider = DatabaseOptions.PostgreSql, ConnectionString = cluster.OwnConnectionString("outage") }), new ManualClock());
        await host.DoAsync(TestCountry.StoreAsync);
        var centre = await Centre.OfAsync(host);
        var (id, reference) = await centre.PlacedAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.QueryAsync(centre.Token, Persons)));
        (await ReadinessAsync(host)).ShouldBe(HttpStatusCode.OK);
        var unseen = await host.TokenAsync(Role.Municipality, TestCountry.North);

        cluster.Stop();
        foreach (var (token, document) in new[]
        {
            (centre.Token, Persons),
            (centre.Token, $$"""mutation { giveConsent(input: { refugeeId: "{{id}}", method: SIGNED_FORM, language: "{{TestCountry.Tongue}}", grants: [{ recipient: MUNICIPALITY, field: NAME }] }) { refugee { reference } } }"""),
            (centre.Token, $$"""mutation { withdrawConsent(input: { reference: "{{reference}}" }) { reference } }"""),
            // Already to find out in which scope this one acts, the database is asked.
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
            live.StatusCode.ShouldBe(HttpStatusCode.OK);
        // What needs no database is answered all the while.
        (await host.QueryAsync(null, "{ municipality(code: \"0461\") { name } }")).Status.ShouldBe(200);

        cluster.Start();
        (await ReadinessAsync(host)).ShouldBe(HttpStatusCode.OK);
        (await host.QueryAsync(unseen, Persons)).Status.ShouldBe(200);
        (await host.QueryAsync(centre.Token, Persons))["refugees.nodes.0.reference"].GetString().ShouldBe(reference);
        // Nothing was half done: the consent can be given now, as the first one.
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");
        (await host.DoAsync(db => db.Consents.CountAsync())).ShouldBe(1);
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
}
