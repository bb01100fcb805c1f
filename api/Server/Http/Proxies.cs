using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Integration.Graph.Server.Http;

/// <summary>Settings of the reverse proxies in front of the server (<c>Proxies:…</c>).</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks of the proxies, for example <c>10.0.3.7</c> and <c>10.0.0.0/8</c>, also as one text with commas.
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are read only in requests from them. Empty trusts none.
    /// </summary>
    public IList<string> Known { get; set; } = [];

    /// <summary>
    /// Number of proxies that a request passes. The server reads this number of entries of the headers, from the end.
    /// </summary>
    public int Hops { get; set; } = 1;
}

/// <summary>Validates <see cref="ProxyOptions"/>, and refuses the framework's switch that trusts every client.</summary>
internal sealed class ProxyOptionsValidator(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    // The framework reads the switch from the environment with the prefix ASPNETCORE_, and from other sources without it.
    private const string Switch = "ForwardedHeaders_Enabled";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var problems = new List<string>();
        foreach (var known in options.Known)
        {
            if (!IPAddress.TryParse(known, out _) && !IsNetwork(known))
            {
                problems.Add($"Proxies:Known has '{known}'; write an address such as 10.0.3.7, or a network such as 10.0.0.0/8 that begins at its first address.");
            }
            else if (IPNetwork.TryParse(known, out var network) && network.PrefixLength == 0)
            {
                problems.Add($"Proxies:Known has '{known}', which is every address: any client could claim to be another one. Name the proxies only.");
            }
        }

        if (options.Hops < 1)
        {
            problems.Add($"Proxies:Hops is {options.Hops}; it must be 1 or more.");
        }

        if (string.Equals(configuration[Switch], "true", StringComparison.OrdinalIgnoreCase))
        {
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true: with it, every client that reaches the port could claim any address and scheme. "
                + "Remove it, and name the proxies in Proxies:Known.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // The framework reads an address inside a network, such as 10.0.3.7/8, as the whole network. The operator may have meant less.
    private static bool IsNetwork(string text) => IPNetwork.TryParse(text, out var network)
        && IPAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out var first) && network.BaseAddress.Equals(first);
}

/// <summary>
/// Takes the client's address and scheme from headers of known proxies only. The host is never taken from a header.
/// </summary>
internal static class Proxies
{
    public static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var section = builder.Configuration.GetSection(ProxyOptions.Section);
        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>().Bind(section).PostConfigure(options =>
        {
            if (section["Known"] is { Length: > 0 } text)
            {
                options.Known = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            }
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = proxies.Value.Hops;
            // By default the framework trusts the machine itself.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in Networks(proxies.Value))
            {
                forwarded.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>Reads the headers of known proxies. Does nothing if no proxy is known.</summary>
    public static void Use(IApplicationBuilder app)
    {
        var networks = Networks(app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value);
        if (networks.Count == 0)
        {
            return;
        }

        app.Use((http, next) =>
        {
            var peer = http.Connection.RemoteIpAddress;
            if (peer is { IsIPv4MappedToIPv6: true })
            {
                peer = peer.MapToIPv4();
            }

            LimitScheme(http.Request.Headers);
            if (peer is not null && networks.Exists(network => network.Contains(peer)) && http.Request.Headers["X-Forwarded-Proto"].Count == 0)
            {
                http.Features.Set(UnsaidScheme.Instance);
            }

            return next(http);
        });
        app.UseForwardedHeaders();
    }

    /// <summary>
    /// The framework accepts any word as a scheme, and the scheme becomes part of addresses. A scheme other than those of the web
    /// counts as plain HTTP.
    /// </summary>
    private static void LimitScheme(IHeaderDictionary headers)
    {
        var header = headers["X-Forwarded-Proto"];
        if (header.Count == 0)
        {
            return;
        }

        headers["X-Forwarded-Proto"] = string.Join(", ", header.ToString().Split(',', StringSplitOptions.TrimEntries)
            // Some proxies send a WebSocket scheme, ws or wss.
            .Select(scheme => scheme.ToUpperInvariant() is "HTTPS" or "WSS" ? "https" : "http"));
    }

    private static List<IPNetwork> Networks(ProxyOptions options) => [.. options.Known.Select(known => IPAddress.TryParse(known, out var address)
        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.Parse(known))];

    /// <summary>Marks a request from a known proxy that did not send the scheme.</summary>
    public sealed class UnsaidScheme
    {
        public static readonly UnsaidScheme Instance = new();
    }
}
