using System.Collections.Frozen;
using System.Diagnostics;
using OpenTelemetry;

namespace Integration.Graph.Server.Http;

/// <summary>
/// Removes every attribute of a span that is not listed here. A new attribute of a library (a query string, the text of a
/// statement, a header) is exported only after it has been added to the list.
/// </summary>
/// <remarks>
/// Events of a span cannot be changed afterwards. Messages and stack traces of exceptions, which may quote values, are therefore
/// replaced when the exception is recorded.
/// </remarks>
internal sealed class SpanFilter : BaseProcessor<Activity>
{
    private const string Withheld = "withheld";

    private static readonly FrozenSet<string> Exported = FrozenSet.Create(
        StringComparer.Ordinal,
        "graphql.operation.type", "graphql.operation.name", "graphql.operation.cost", "graphql.view", "graphql.outcome",
        // No url.path and no url.full: paths contain ids. The route has the same information without them.
        "http.request.method", "http.response.status_code", "http.route", "url.scheme", "network.protocol.version",
        "server.address", "server.port", "error.type",
        "db.system.name", "db.namespace", "db.operation.name", "db.response.status_code", "db.npgsql.prepared", "db.npgsql.rows");

    private readonly ActivityListener _exceptions = new()
    {
        ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" or "System.Net.Http"
            || source.Name.StartsWith("Integration.Graph", StringComparison.Ordinal),
        ExceptionRecorder = static (Activity _, Exception _, ref TagList tags) =>
        {
            tags.Add("exception.message", Withheld);
            tags.Add("exception.stacktrace", Withheld);
        },
    };

    public SpanFilter() => ActivitySource.AddActivityListener(_exceptions);

    public override void OnEnd(Activity data)
    {
        List<string>? others = null;
        foreach (ref readonly var tag in data.EnumerateTagObjects())
        {
            if (!Exported.Contains(tag.Key))
            {
                (others ??= []).Add(tag.Key);
            }
        }

        if (others is not null)
        {
            foreach (var key in others)
            {
                data.SetTag(key, null);
            }
        }

        // The description of a status is often the message of an exception.
        data.SetStatus(data.Status);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _exceptions.Dispose();
        }

        base.Dispose(disposing);
    }
}
