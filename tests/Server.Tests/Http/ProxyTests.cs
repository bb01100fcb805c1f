using System.Net.Http.Json;
using Integration.Graph.Server.Http;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Http;

/// <summary>Which senders may state the origin of a request. Every request of these tests comes from 127.0.0.1.</summary>
public sealed class ProxyTests
{
    private const string Own = "http 127.0.0.1";

    [Theory]
    [InlineData("", Own)]
    [InlineData("10.0.0.0/8", Own)]
    [InlineData("127.0.0.2, ::1", Own)]
    [InlineData("127.0.0.1", "https 203.0.113.7")]
    [InlineData("10.0.0.0/8, 127.0.0.0/8", "https 203.0.113.7")]
    public async Task Only_known_proxies_say_who_the_client_is(string known, string expected) =>
        (await AskAsync(known, ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"))).ShouldBe(expected);

    [Theory]
    [InlineData("https", "https")]
    [InlineData("HTTPS", "https")]
    [InlineData("wss", "https")]
    [InlineData("http", "http")]
    [InlineData("ws", "http")]
    [InlineData("javascript", "http")]
    [InlineData("javascript, https", "https")]
    [InlineData("https, javascript", "http")]
    [InlineData("file", "http")]
    public async Task A_scheme_is_one_of_the_webs(string header, string scheme) =>
        (await AskAsync("127.0.0.1", ("X-Forwarded-Proto", header))).ShouldBe($"{scheme} 127.0.0.1");

    [Theory]
    [InlineData(1, "http 198.51.100.9")]
    [InlineData(2, "http 127.0.0.9")]
    [InlineData(3, "http 203.0.113.7")]
    public async Task As_many_entries_are_read_as_there_are_proxies(int hops, string expected) =>
        // A client can forge the first entry, unless all three hops are known.
        (await AskAsync([("Proxies:Known", hops == 1 ? "127.0.0.1" : "127.0.0.0/8,198.51.100.9"), ("Proxies:Hops", $"{hops}")], ("X-Forwarded-For", "203.0.113.7, 127.0.0.9, 198.51.100.9")))
            .ShouldBe(expected);

    [Fact]
    public async Task The_host_is_never_taken_from_a_header()
    {
        var answer = await AskAsync([("Proxies:Known", "127.0.0.1"), ("Says", "host")], ("X-Forwarded-Host", "evil.example"), ("Forwarded", "host=evil.example"), ("X-Forwarded-Prefix", "/evil"));
        answer.ShouldStartWith("127.0.0.1:");
        answer.ShouldNotContain("evil");
    }

    [Theory]
    [InlineData("Known", "10.0.0.300", "Proxies:Known has '10.0.0.300'")]
    [InlineData("Known", "10.0.0.1/8", "Proxies:Known has '10.0.0.1/8'")]
    [InlineData("Known", "proxy.example.dk", "Proxies:Known has 'proxy.example.dk'")]
    [InlineData("Known", "0.0.0.0/0", "is every address")]
    [InlineData("Known", "::/0", "is every address")]
    [InlineData("Hops", "0", "Proxies:Hops is 0")]
    public void A_setting_that_cannot_be_is_refused(string name, string value, string problem)
    {
        var options = name == "Known" ? new ProxyOptions { Known = [value] } : new ProxyOptions { Hops = 0 };
        new ProxyOptionsValidator(new ConfigurationBuilder().Build()).Validate(null, options).FailureMessage.ShouldNotBeNull().ShouldContain(problem);
    }

    [Fact]
    public async Task A_client_cannot_leave_its_bucket_by_a_header_and_clients_behind_a_proxy_have_their_own()
    {
        (await ManyAsync()).ShouldContain(429);
        (await ManyAsync(("Proxies:Known:0", "127.0.0.1"))).ShouldAllBe(status => status == 200);

        static async Task<int[]> ManyAsync(params (string, string)[] settings)
        {
            await using var host = await ServerHost.StartAsync(
                await TestDatabase.CreateAsync(DatabaseKind.Sqlite), null, [("RateLimit:RequestsPerSecond", "1"), ("RateLimit:Burst", "5"), .. settings]);
            return await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = "{ __typename }" }) };
                request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
                using var response = await host.Client.SendAsync(request);
                return (int)response.StatusCode;
            }));
        }
    }

    private static Task<string> AskAsync(string known, params (string, string)[] headers) => AskAsync([("Proxies:Known", known)], headers);

    private static async Task<string> AskAsync((string Name, string Value)[] settings, params (string Name, string Value)[] headers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.Select(x => new KeyValuePair<string, string?>(x.Name, x.Value)));
        Proxies.Add(builder);
        await using var app = builder.Build();
        Proxies.Use(app);
        app.Run(http => http.Response.WriteAsync(settings.Any(x => x.Name == "Says")
            ? $"{http.Request.Host}{http.Request.PathBase}"
            : $"{http.Request.Scheme} {http.Connection.RemoteIpAddress}"));
        await app.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
