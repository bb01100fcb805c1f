using System.Text.Json;
using Integration.Graph.Engine.EntityFramework;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Subscriptions;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Tests.Sharing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integration.Graph.Server.Tests.Subscriptions;

/// <summary>Which subscriber gets which event, tested with the clients that front-end teams use.</summary>
public sealed class DeliveryTests(SubscriptionClients clients)
{
    private const string Notices = """
        subscription Notices { handoverNoticeReceived { reference news refugee { name { given } phone withheld { field reason } } } }
        """;

    private const string Referrals = """
        subscription Referrals { referralAssigned { status branch { slug } refugee { reference } } }
        """;

    private const string ReferralsWithPerson = """
        subscription Referrals { referralAssigned { status branch { slug } refugee { reference name { given } phone languages { code } } } }
        """;

    private const string Consents = "subscription Consents { consentChanged { reference version status refugee { reference } } }";

    private const string ConsentsWithGrants = """
        subscription Consents { consentChanged { reference version status refugee { reference consent { grants { recipient field } } } } }
        """;

    [Theory]
    [BothDatabases]
    public async Task Every_concerned_subscriber_gets_what_it_may_know_and_no_other_gets_an_event(DatabaseKind kind)
    {
        // Polling alone would be too slow: an event committed in this process is sent immediately.
        await using var host = await Centre.StartServerAsync(kind, null, ("Subscriptions:PollInterval", "00:00:30"));
        var centre = await Centre.OfAsync(host);
        var notices = await SubscribeAsync(host, "ws", Notices, Role.Municipality, TestCountry.North);
        var referrals = await SubscribeAsync(host, "sse", ReferralsWithPerson, Role.BranchCoordinator, "test-north-a");
        var ofMunicipality = await SubscribeAsync(host, "sse", ConsentsWithGrants, Role.Municipality, TestCountry.North);
        var ofCentre = clients.Subscribe("ws", host.Client.BaseAddress!, centre.Token, Consents);
        var waiting = await SubscribeAsync(host, "ws", Referrals, Role.IntegrationConsultant);
        Subscription[] others =
        [
            await SubscribeAsync(host, "sse", Notices, Role.Municipality, TestCountry.South),
            await SubscribeAsync(host, "ws", Referrals, Role.BranchCoordinator, "test-south-a"),
            await SubscribeAsync(host, "ws", Consents, Role.CentreWorker, "test-other-centre"),
            await SubscribeAsync(host, "sse", Consents, Role.DataProtectionOfficer),
        ];
        await Centre.ListeningAsync(host, 9);

        // Given: each subscriber gets its own event, with the fields granted to its class.
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "VOLUNTEERS NAME", "VOLUNTEERS LANGUAGES");
        var notice = await notices.NextAsync();
        (Text(notice, "reference"), Text(notice, "news"), Text(notice, "refugee.name.given"), Text(notice, "refugee.phone")).ShouldBe((reference, """["NAME"]""", "Given", ""));
        notice.GetProperty("refugee").GetProperty("withheld").GetRawText().ShouldContain("""{"field":"PHONE","reason":"NOT_GRANTED"}""");
        var referral = await referrals.NextAsync();
        (Text(referral, "status"), Text(referral, "branch.slug"), Text(referral, "refugee.reference"), Text(referral, "refugee.name.given"), Text(referral, "refugee.phone"))
            .ShouldBe(("ASSIGNED", "test-north-a", reference, "Given", ""));
        Text(referral, "refugee.languages").ShouldBe($$"""[{"code":"{{TestCountry.Tongue}}"}]""");
        Text(await waiting.NextAsync(), "refugee.reference").ShouldBe(reference);
        Version(await ofCentre.NextAsync()).ShouldBe((reference, "1", "IN_FORCE"));
        var first = await ofMunicipality.NextAsync();
        Version(first).ShouldBe((reference, "1", "IN_FORCE"));
        Text(first, "refugee.consent.grants").ShouldBe("""[{"recipient":"MUNICIPALITY","field":"NAME"}]""");

        // Each event with personal fields has a ledger entry.
        (await LedgerAsync(host, reference)).ShouldBe(["BRANCH_COORDINATOR Referrals 65", "MUNICIPALITY Notices 1"], ignoreOrder: true);

        // Changed: the current grants apply, not those at the start of the stream.
        await centre.ChangeConsentAsync(id, 1, "MUNICIPALITY NAME", "MUNICIPALITY PHONE");
        var second = await notices.NextAsync();
        (Text(second, "news"), Text(second, "refugee.phone")).ShouldBe(("""["PHONE"]""", "+4500000001"));
        Version(await ofCentre.NextAsync()).ShouldBe((reference, "2", "IN_FORCE"));
        Version(await ofMunicipality.NextAsync()).ShouldBe((reference, "2", "IN_FORCE"));

        // Withdrawn: the centre gets an event. For the others the person is invisible; their next event is about another
        // person.
        await centre.WithdrawAsync(reference);
        Version(await ofCentre.NextAsync()).ShouldBe((reference, "2", "WITHDRAWN"));
        var (nextId, next) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(nextId, "MUNICIPALITY NAME", "VOLUNTEERS PHONE");
        Text(await notices.NextAsync(), "reference").ShouldBe(next);
        Version(await ofMunicipality.NextAsync()).ShouldBe((next, "1", "IN_FORCE"));
        var another = await referrals.NextAsync();
        (Text(another, "refugee.reference"), Text(another, "refugee.name"), Text(another, "refugee.phone")).ShouldBe((next, "", "+4500000001"));
        foreach (var other in others)
        {
            other.ShouldHaveHeardNothing();
        }

        host.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [BothDatabases]
    public async Task An_event_about_a_row_that_the_subscriber_may_not_see_is_not_told(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind);
        var centre = await Centre.OfAsync(host);
        var heard = await SubscribeAsync(host, "sse", Referrals, Role.Municipality, TestCountry.North);
        var branch = await SubscribeAsync(host, "ws", Referrals, Role.BranchCoordinator, "test-north-a");
        var volunteers = await SubscribeAsync(host, "ws", Consents, Role.BranchCoordinator, "test-north-a");
        await Centre.ListeningAsync(host, 3);

        // The same change to a person whom only volunteers may know, and to one whom the municipality may know too.
        var (hiddenId, hidden) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(hiddenId, "VOLUNTEERS NAME");
        var (id, reference) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(id, "VOLUNTEERS NAME", "MUNICIPALITY NAME");

        Text(await branch.NextAsync(), "refugee.reference").ShouldBe(hidden);
        Text(await branch.NextAsync(), "refugee.reference").ShouldBe(reference);
        Text(await heard.NextAsync(), "refugee.reference").ShouldBe(reference);

        // A class without any grant left gets the same event as after a withdrawal.
        Version(await volunteers.NextAsync()).ShouldBe((hidden, "1", "IN_FORCE"));
        Version(await volunteers.NextAsync()).ShouldBe((reference, "1", "IN_FORCE"));
        await centre.ChangeConsentAsync(id, 1, "MUNICIPALITY NAME");
        await centre.ChangeConsentAsync(hiddenId, 1, "VOLUNTEERS PHONE");
        Version(await volunteers.NextAsync()).ShouldBe((hidden, "2", "IN_FORCE"));
    }

    [Theory]
    [BothDatabases]
    public async Task Nothing_is_told_twice_and_nothing_from_before(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock);
        var centre = await Centre.OfAsync(host);
        var (beforeId, _) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(beforeId, "MUNICIPALITY NAME");
        var early = await SubscribeAsync(host, "ws", Notices, Role.Municipality, TestCountry.North);
        await Centre.ListeningAsync(host, 1);
        var (firstId, first) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(firstId, "MUNICIPALITY NAME");
        Text(await early.NextAsync(), "reference").ShouldBe(first);

        // As after a restart: first there is no subscriber, then one.
        early.Stop();
        await Centre.ListeningAsync(host, 0);
        var late = await SubscribeAsync(host, "sse", Notices, Role.Municipality, TestCountry.North);
        await Centre.ListeningAsync(host, 1);

        // Events are removed after an hour, and their numbers are not reused.
        (await host.DoAsync(db => db.ChangeEvents.CountAsync())).ShouldBe(4);
        clock.Pass(TimeSpan.FromMinutes(59));
        await host.Services.GetRequiredService<ChangeFeed>().PruneAsync(default);
        (await host.DoAsync(db => db.ChangeEvents.CountAsync())).ShouldBe(4);
        clock.Pass(TimeSpan.FromMinutes(2));
        await host.Services.GetRequiredService<ChangeFeed>().PruneAsync(default);
        (await host.DoAsync(db => db.ChangeEvents.CountAsync())).ShouldBe(0);

        var (secondId, second) = await centre.PlacedAsync();
        await centre.GiveConsentAsync(secondId, "MUNICIPALITY NAME");
        Text(await late.NextAsync(), "reference").ShouldBe(second);
        late.ShouldHaveHeardNothing();
    }

    [Theory]
    [BothDatabases]
    public async Task A_token_that_ends_ends_the_stream_before_the_next_event_is_told(DatabaseKind kind)
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(kind, clock, ("GraphQL:Subscriptions:KeepAliveInterval", "00:10:00"));
        var (id, _) = await (await Centre.OfAsync(host)).PlacedAsync();
        var socket = await SubscribeAsync(host, "ws", Notices, Role.Municipality, TestCountry.North);
        var stream = await SubscribeAsync(host, "sse", Notices, Role.Municipality, TestCountry.North);
        await Centre.ListeningAsync(host, 2);

        clock.Pass(TimeSpan.FromHours(9));
        await (await Centre.OfAsync(host)).GiveConsentAsync(id, "MUNICIPALITY NAME");

        await ShouldHaveEndedAsync(socket, stream, "The token has expired.");
        (await host.DoAsync(db => db.DisclosureEntries.CountAsync(x => x.Role == "MUNICIPALITY"))).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_ends_ends_a_quiet_stream_too()
    {
        var clock = new ManualClock();
        await using var host = await Centre.StartServerAsync(DatabaseKind.Sqlite, clock, ("GraphQL:Subscriptions:KeepAliveInterval", "00:00:01"), ("GraphQL:Subscriptions:ConnectionInitTimeout", "00:00:02"));
        var socket = await SubscribeAsync(host, "ws", Notices, Role.Municipality, TestCountry.North);
        var stream = await SubscribeAsync(host, "sse", Notices, Role.Municipality, TestCountry.North);
        await Centre.ListeningAsync(host, 2);

        clock.Pass(TimeSpan.FromHours(9));

        await ShouldHaveEndedAsync(socket, stream, "oken has expired.");
        await Centre.ListeningAsync(host, 0);
    }

    [Theory]
    [BothDatabases]
    public async Task What_is_read_for_an_event_is_guarded_in_the_database(DatabaseKind kind)
    {
        await using var host = await Centre.StartServerAsync(kind);
        var centre = await Centre.OfAsync(host);
        var sent = new List<string>();
        var connections = host.Services.GetRequiredService<RowConnections>();
        foreach (var (role, scope, document) in new[]
        {
            (Role.Municipality, TestCountry.North, Notices),
            (Role.BranchCoordinator, "test-north-a", ReferralsWithPerson),
            (Role.Municipality, TestCountry.North, "subscription { consentChanged { refugee { address { street } age nationality { code } caseworker { name } } } }"),
        })
        {
            var subscription = await SubscribeAsync(host, "ws", document, role, scope);
            await Centre.ListeningAsync(host, 1);
            var (id, _) = await centre.PlacedAsync();
            void Note(string sql)
            {
                lock (sent)
                {
                    sent.Add(sql);
                }
            }

            connections.Sending += Note;
            // The mutation selects nothing, so every query belongs to the event.
            await centre.GiveConsentAsync(id, "MUNICIPALITY NAME", "VOLUNTEERS NAME");
            await subscription.NextAsync();
            connections.Sending -= Note;
            subscription.Stop();
            await Centre.ListeningAsync(host, 0);

            sent.ShouldNotBeEmpty();
            sent.SelectMany(sql => SqlGuards.Violations(role, sql)).ShouldBeEmpty();
            sent.Clear();
        }
    }

    private static async Task ShouldHaveEndedAsync(Subscription socket, Subscription stream, string reason)
    {
        var closed = await socket.ExpectAsync("error");
        closed.GetProperty("code").GetInt32().ShouldBe(4401);
        closed.GetProperty("reason").GetString().ShouldEndWith(reason);
        var last = await stream.ExpectAsync("next");
        last.GetProperty("errors")[0].GetProperty("message").GetString().ShouldEndWith(reason);
        last.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("AUTH_NOT_AUTHENTICATED");
        await stream.ExpectAsync("complete");
    }

    private async Task<Subscription> SubscribeAsync(ServerHost host, string transport, string document, Role role, string? scope = null) =>
        clients.Subscribe(transport, host.Client.BaseAddress!, await host.TokenAsync(role, scope), document);

    private static async Task<IEnumerable<string>> LedgerAsync(ServerHost host, string reference)
    {
        var entries = await host.DoAsync(db => db.DisclosureEntries.Where(x => x.Operation != "" && x.Persons.Contains(reference)).ToListAsync());
        return entries.Select(x => $"{x.Role} {x.Operation} {x.Persons.Split(':')[1]}");
    }

    private static (string, string, string) Version(JsonElement change)
    {
        Text(change, "refugee.reference").ShouldBe(Text(change, "reference"));
        return (Text(change, "reference"), Text(change, "version"), Text(change, "status"));
    }

    /// <summary>Returns the value at a path; empty for null.</summary>
    private static string Text(JsonElement from, string path)
    {
        var at = path.Split('.').Aggregate(from, (value, step) => value.GetProperty(step));
        return at.ValueKind == JsonValueKind.String ? at.GetString()! : at.ValueKind == JsonValueKind.Null ? "" : at.GetRawText();
    }
}
