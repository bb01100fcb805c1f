using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>Several servers on one PostgreSQL database, with concurrent transactions.</summary>
public sealed class SeveralProcessesTests(SubscriptionClients clients)
{
    private const string Notices = "subscription { handoverNoticeReceived { reference } }";

    [Fact]
    public async Task Two_servers_on_one_database_tell_each_others_events()
    {
        await using var one = await Centre.StartServerAsync(DatabaseKind.PostgreSql);
        await using var other = await ServerHost.StartAsync(one.Database);
        var onOne = clients.Subscribe("ws", one.Client.BaseAddress!, await one.TokenAsync(Role.Municipality, TestCountry.North), Notices);
        var onOther = clients.Subscribe("sse", other.Client.BaseAddress!, await other.TokenAsync(Role.Municipality, TestCountry.North), Notices);
        await Centre.ListeningAsync(one, 1);
        await Centre.ListeningAsync(other, 1);

        foreach (var server in new[] { one, other })
        {
            var centre = await Centre.OfAsync(server);
            var (id, reference) = await centre.PlacedAsync();
            await centre.GiveConsentAsync(id, "MUNICIPALITY NAME");

            (await onOne.NextAsync()).GetProperty("reference").GetString().ShouldBe(reference);
            (await onOther.NextAsync()).GetProperty("reference").GetString().ShouldBe(reference);
        }

        onOne.ShouldHaveHeardNothing();
        onOther.ShouldHaveHeardNothing();
    }

    [Fact]
    public async Task An_event_of_a_transaction_that_commits_late_is_told_although_later_ones_were_told_before()
    {
        await using var host = await Centre.StartServerAsync(DatabaseKind.PostgreSql, null, ("Subscriptions:PollInterval", "00:00:00.1"));
        var (_, reference) = await (await Centre.OfAsync(host)).PlacedAsync();
        var subscription = clients.Subscribe("ws", host.Client.BaseAddress!, await host.TokenAsync(Role.Municipality, TestCountry.North),
            "subscription { handoverNoticeReceived { createdAt } }");
        await Centre.ListeningAsync(host, 1);
        await using var slow = host.Database.CreateContext();
        await using var quick = host.Database.CreateContext();
        var person = await slow.Refugees.SingleAsync(x => x.Reference == reference);

        await using var transaction = await slow.Database.BeginTransactionAsync();
        await StoreNoticeAsync(slow, person.Id, reference, day: 1);
        await StoreNoticeAsync(quick, person.Id, reference, day: 2);
        (await subscription.NextAsync()).GetProperty("createdAt").GetString().ShouldStartWith("2026-01-02");
        await transaction.CommitAsync();

        (await subscription.NextAsync()).GetProperty("createdAt").GetString().ShouldStartWith("2026-01-01");
    }

    private static async Task StoreNoticeAsync(GraphContext db, long refugee, string reference, int day)
    {
        db.Add(new HandoverNotice
        {
            Id = Ids.New(),
            RefugeeId = refugee,
            Reference = reference,
            MunicipalityCode = TestCountry.North,
            CreatedAt = new DateTime(2026, 1, day, 12, 0, 0, DateTimeKind.Utc),
        });
        await db.SaveChangesAsync();
    }
}
