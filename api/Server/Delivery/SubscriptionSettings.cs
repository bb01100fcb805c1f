using System.Globalization;
using Integration.Graph.Engine.Http;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Delivery;

/// <summary>WebSockets, event streams and subscriptions (<c>Subscriptions:…</c>). What is not set stays the engine's default.</summary>
internal sealed class SubscriptionSettings
{
    public const string Section = "Subscriptions";

    private static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(10);

    /// <summary>How long what another process has committed may go unnoticed.</summary>
    public TimeSpan PollInterval { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>The engine's options, as they are set.</summary>
    public SubscriptionOptions Options { get; } = new();

    /// <summary>Everything that could not be read, each as a sentence that names the setting.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    public void Read(IConfiguration configuration)
    {
        var read = new Reading(configuration.GetSection(Section));
        PollInterval = read.Time("PollInterval", PollInterval);
        Options.ConnectionInitTimeout = read.Time("ConnectionInitTimeout", Options.ConnectionInitTimeout);
        Options.KeepAliveInterval = read.Time("KeepAliveInterval", Options.KeepAliveInterval);
        Options.SendTimeout = read.Time("SendTimeout", Options.SendTimeout);
        Options.MaxQueuedEvents = read.Number("MaxQueuedEvents", Options.MaxQueuedEvents);
        Options.MaxSubscriptionsPerCaller = read.Number("MaxPerCaller", Options.MaxSubscriptionsPerCaller);
        Options.MaxSubscriptions = read.Number("MaxPerServer", Options.MaxSubscriptions);
        Options.MaxConnections = read.Number("MaxConnections", Options.MaxConnections);
        Options.MaxOperationsPerConnection = read.Number("MaxOperationsPerConnection", Options.MaxOperationsPerConnection);
        Problems = read.Problems;
    }

    public void CopyTo(SubscriptionOptions options)
    {
        options.ConnectionInitTimeout = Options.ConnectionInitTimeout;
        options.KeepAliveInterval = Options.KeepAliveInterval;
        options.SendTimeout = Options.SendTimeout;
        options.MaxQueuedEvents = Options.MaxQueuedEvents;
        options.MaxSubscriptionsPerCaller = Options.MaxSubscriptionsPerCaller;
        options.MaxSubscriptions = Options.MaxSubscriptions;
        options.MaxConnections = Options.MaxConnections;
        options.MaxOperationsPerConnection = Options.MaxOperationsPerConnection;
    }

    private sealed class Reading(IConfigurationSection section)
    {
        public List<string> Problems { get; } = [];

        public TimeSpan Time(string name, TimeSpan fallback)
        {
            if (section[name] is not { Length: > 0 } text)
                return fallback;
            if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= LongestTime)
                return time;
            Problems.Add($"{Section}:{name} is '{text}'; it must be a time such as 00:00:10, longer than nothing and no longer than {LongestTime:c}.");
            return fallback;
        }

        public int Number(string name, int fallback)
        {
            if (section[name] is not { Length: > 0 } text)
                return fallback;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return number;
            Problems.Add($"{Section}:{name} is '{text}'; it must be a whole number from 1 on.");
            return fallback;
        }
    }
}

/// <summary>Reports what is wrong at start, together with what is wrong elsewhere.</summary>
internal sealed class SubscriptionSettingsValidator : IValidateOptions<SubscriptionSettings>
{
    public ValidateOptionsResult Validate(string? name, SubscriptionSettings options) =>
        options.Problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Problems);
}
