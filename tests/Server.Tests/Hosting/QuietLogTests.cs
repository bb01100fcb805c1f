using System.Collections.Concurrent;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integration.Graph.Server.Tests.Hosting;

/// <summary>With every log level set to Trace, the log contains no SQL statement and no personal value.</summary>
public sealed class QuietLogTests
{
    [Theory, BothDatabases]
    public async Task No_level_makes_the_log_hold_SQL(DatabaseKind kind)
    {
        var log = new Everything();
        var database = await TestDatabase.CreateAsync(kind, 60, DateOnly.FromDateTime(DateTime.UtcNow));
        await using var host = await ServerHost.StartAsync(
            database, null, log,
            ("Logging:LogLevel:Default", "Trace"), ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"),
            ("Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "Trace"), ("Logging:LogLevel:Npgsql.Command", "Trace"),
            ($"Logging:{Everything.Alias}:LogLevel:Default", "Trace"), ($"Logging:{Everything.Alias}:LogLevel:Microsoft.EntityFrameworkCore.Database.Command", "Trace"));
        await using var db = database.CreateContext();
        var person = await db.Refugees.FirstAsync(r => r.Phone != null && r.Consent!.WithdrawnAt == null && r.MunicipalityCode != null && r.GivenName.Length > 4);
        var before = log.Lines.Count;

        var centre = await host.TokenAsync(Role.CentreWorker, "center-sandholm");
        (await host.QueryAsync(
            centre,
            "mutation { registerRefugee(input: { givenName: \"Quietina\", familyName: \"Haddad\", dateOfBirth: \"1990-05-17\", nationality: \"SY\", languages: [\"ara\"], phone: \"+4500123456\" }) { refugee { id } errors { ... on Error { message } } } }"))
            .Errors.ShouldBeEmpty();
        (await host.QueryAsync(
            await host.TokenAsync(Role.Municipality, person.MunicipalityCode), "query($r: String!) { refugees(where: { reference: { eq: $r } }) { nodes { name { given } phone } } }", new { r = person.Reference }))
            .Errors.ShouldBeEmpty();

        // All other categories log at the requested level.
        log.Lines.Count.ShouldBeGreaterThan(before);
        log.Lines.ShouldContain(x => x.StartsWith("Microsoft.EntityFrameworkCore.Database.Connection Debug", StringComparison.Ordinal));
        log.Lines.ShouldContain(x => x.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        log.Lines.Where(x => x.Contains("SELECT", StringComparison.OrdinalIgnoreCase) || x.Contains("INSERT INTO", StringComparison.OrdinalIgnoreCase) || x.Contains("UPDATE ", StringComparison.Ordinal)).ShouldBeEmpty();
        foreach (var value in new[] { person.GivenName, person.FamilyName, person.Phone!, "Quietina", "Haddad", "1990-05-17", "00123456" })
        {
            log.Lines.Where(x => x.Contains(value, StringComparison.Ordinal)).ShouldBeEmpty(value);
        }
    }

    [ProviderAlias(Alias)]
    private sealed class Everything : ILoggerProvider
    {
        public const string Alias = "Everything";

        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

        public void Dispose()
        {
        }

        private sealed class Category(string name, ConcurrentQueue<string> lines) : ILogger
        {
            public bool IsEnabled(LogLevel logLevel) => true;

            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{name} {logLevel} {eventId.Name}: {formatter(state, exception)} {exception}");
        }
    }
}
