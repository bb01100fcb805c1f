using System.Collections;
using System.Reflection;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Jobs;
using Integration.Graph.Server.Rights;

namespace Integration.Graph.Server.Hosting;

/// <summary>
/// The names of all settings: those of every options class of the product (a class with a constant <c>Section</c>), and those of
/// the framework. Names are case-insensitive.
/// </summary>
internal static class KnownSettings
{
    private const string SectionConstant = "Section";
    private const string Below = ":*";

    // The options classes of the engine and of jobs have no constant for their section.
    private static readonly (string Section, Type Options)[] Elsewhere =
        [
        (GraphRegistration.GraphQLSection, typeof(GraphQLOptions)),
        (RightsRegistration.RetentionSection, typeof(JobOptions)),
        (JobsRegistration.FollowUpSection, typeof(JobOptions)),
    ];

    private static readonly string[] OfFramework =
    [
        WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey, "https_port", "AllowedHosts", "forwardedHeaders_enabled",
        HostDefaults.EnvironmentKey, HostDefaults.ContentRootKey, HostDefaults.ApplicationKey, WebHostDefaults.WebRootKey, WebHostDefaults.StaticWebAssetsKey,
        WebHostDefaults.ShutdownTimeoutKey, WebHostDefaults.DetailedErrorsKey, WebHostDefaults.CaptureStartupErrorsKey, WebHostDefaults.SuppressStatusMessagesKey,
        WebHostDefaults.PreferHostingUrlsKey, WebHostDefaults.PreventHostingStartupKey, WebHostDefaults.HostingStartupAssembliesKey,
        WebHostDefaults.HostingStartupExcludeAssembliesKey, "hostBuilder:reloadConfigOnChange", "Logging" + Below, "Kestrel" + Below,
        // The first two have keys that the issuer defines and the binder does not read. The last is a list that may also be
        // one text.
        "Authentication:Roles" + Below, "Authentication:Scopes" + Below, "Proxies:Known",
    ];

    private static readonly HashSet<string> Exact;
    private static readonly List<string> Prefixes;

    static KnownSettings()
    {
        var all = OfFramework
            .Concat(typeof(KnownSettings).Assembly.GetTypes()
                .Select(type => (Section: SectionOf(type), type))
                .Where(x => x.Section is not null)
                .SelectMany(x => NamesOf(x.Section!, x.type)))
            .Concat(Elsewhere.SelectMany(x => NamesOf(x.Section, x.Options)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        Exact = all.Where(x => !x.EndsWith(Below, StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        // OpenTelemetry has many variables, and each can be set like any other setting.
        Prefixes = [.. all.Where(x => x.EndsWith(Below, StringComparison.Ordinal)).Select(x => x[..^1]), "OTEL_"];
    }

    /// <summary>The settings with a fixed name. Items of lists and sections with free keys are left out.</summary>
    public static IReadOnlyCollection<string> Names => Exact;

    /// <summary>Whether a setting with this name exists.</summary>
    public static bool Has(string name) => Exact.Contains(name) || Prefixes.Exists(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether settings below this name exist.</summary>
    public static bool IsSection(string name) =>
        Exact.Concat(Prefixes).Any(known => known.Length > name.Length && known[name.Length] == ':' && known.StartsWith(name, StringComparison.OrdinalIgnoreCase)) || Has(name + ":x");

    private static string? SectionOf(Type type) =>
        type.GetField(SectionConstant, BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly) is { IsLiteral: true } field ? field.GetRawConstantValue() as string : null;

    private static IEnumerable<string> NamesOf(string section, Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.PropertyType switch
        {
            var type when typeof(Delegate).IsAssignableFrom(type) => [],
            var type when type == typeof(string) || type.IsValueType => property.CanWrite ? new[] { $"{section}:{property.Name}" } : [],
            var type when typeof(IEnumerable).IsAssignableFrom(type) => [$"{section}:{property.Name}{Below}"],
            var type => NamesOf($"{section}:{property.Name}", type),
        });
}
