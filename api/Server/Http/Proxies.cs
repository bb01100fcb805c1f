using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Integration.Graph.Server.Http;

/// <summary>The reverse proxies in front of the server (<c>Proxies:…</c>).</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxies";

    /// <summary>
    /// Addresses and networks, such as <c>10.0.3.7</c> and <c>10.0.0.0/8</c>, also as one text with commas. Only what comes from
    /// them says in <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> who the client is and how it asked. None without it.
    /// </summary>
    public IList<string> Known { get; set; } = [];

    /// <summary>How many of them a request passes, one after the other: as many entries of the headers are read, from the end.</summary>
    public int Hops { get; set; } = 1;
}

/// <summary>Finds everything that is wrong with the settings, and the framework's switch that trusts every client.</summary>
internal sealed class ProxyOptionsValidator(IConfiguration configuration) : IValidateOptions<ProxyOptions>
{
    // The framework reads it from the environment with the prefix ASPNETCORE_, and from any other source without.
    private const string Switch = "ForwardedHeaders_Enabled";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        var problems = new List<string>();
        foreach (var known in options.Known)
        {
            if (!IPAddress.TryParse(known, out _) && !IsNetwork(known))
                problems.Add($"Proxies:Known has '{known}'; write an address such as 10.0.3.7, or a network such as 10.0.0.0/8 that begins at its first address.");
            else if (IPNetwork.TryParse(known, out var network) && network.PrefixLength == 0)
                problems.Add($"Proxies:Known has '{known}', which is every address: any client could claim to be another one. Name the proxies only.");
        }

        if (options.Hops < 1)
            problems.Add($"Proxies:Hops is {options.Hops}; it must be 1 or more.");
        if (string.Equals(configuration[Switch], "true", StringComparison.OrdinalIgnoreCase))
            problems.Add("ASPNETCORE_FORWARDEDHEADERS_ENABLED is true: with it, every client that reaches the port could claim any address and scheme. "
                + "Remove it, and name the proxies in Proxies:Known.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // The framework takes an address in the midst of a network for the network, which is more than whoever wrote it meant.
    private static bool IsNetwork(string text) => IPNetwork.TryParse(text, out var network)
        && IPAddress.TryParse(text[..text.IndexOf('/', StringComparison.Ordinal)], out var first) && network.BaseAddress.Equals(first);
}

/// <summary>Takes the client's address and scheme from known proxies, and from nobody else. The host is never taken.</summary>
internal static class Proxies
{
    public static IServiceCollection AddProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(ProxyOptions.Section);
        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>().Bind(section).PostConfigure(options =>
        {
            if (section["Known"] is { Length: > 0 } text)
                options.Known = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        });
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<ProxyOptions>>((forwarded, proxies) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = proxies.Value.Hops;
            // The framework knows the machine itself from the start.
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in Networks(proxies.Value))
                forwarded.KnownIPNetworks.Add(network);
        });
        return services;
    }

    /// <summary>Does nothing where no proxy is known.</summary>
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app)
    {
        var networks = Networks(app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value);
        if (networks.Count == 0)
            return app;
        app.Use((http, next) =>
        {
            var peer = http.Connection.RemoteIpAddress;
            if (peer is { IsIPv4MappedToIPv6: true })
                peer = peer.MapToIPv4();
            LimitScheme(http.Request.Headers);
            if (peer is not null && networks.Exists(network => network.Contains(peer)) && http.Request.Headers["X-Forwarded-Proto"].Count == 0)
                http.Features.Set(UnsaidScheme.Instance);
            return next(http);
        });
        return app.UseForwardedHeaders();
    }

    /// <summary>
    /// The framework takes any word for a scheme, and the scheme becomes part of addresses. What is none of the web's schemes
    /// counts as plain HTTP.
    /// </summary>
    private static void LimitScheme(IHeaderDictionary headers)
    {
        var header = headers["X-Forwarded-Proto"];
        if (header.Count == 0)
            return;
        headers["X-Forwarded-Proto"] = string.Join(", ", header.ToString().Split(',', StringSplitOptions.TrimEntries)
            // Some proxies name the scheme of a WebSocket.
            .Select(scheme => scheme.ToUpperInvariant() is "HTTPS" or "WSS" ? "https" : "http"));
    }

    private static List<IPNetwork> Networks(ProxyOptions options) => [.. options.Known.Select(known => IPAddress.TryParse(known, out var address)
        ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.Parse(known))];

    /// <summary>Marks a request that a known proxy passed on without a word on its scheme.</summary>
    public sealed class UnsaidScheme
    {
        public static readonly UnsaidScheme Instance = new();
    }
}
