using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Mutations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>The ledger of one process on a scene's database, without the process.</summary>
internal sealed class LedgerOf : IDisposable, IDbContextFactory<GraphContext>
{
    private readonly Scene _scene;

    public LedgerOf(Scene scene)
    {
        _scene = scene;
        Anchors = new LedgerAnchorLog(NullLoggerFactory.Instance, scene.Clock, Options.Create(new LedgerOptions()));
        Ledger = new Ledger(new LedgerWriter(this, Options.Create(scene.Database.Options), scene.Clock, Anchors, NullLogger<LedgerWriter>.Instance));
        Ledger.StartAsync(default);
    }

    public Ledger Ledger { get; }

    public LedgerAnchorLog Anchors { get; }

    public GraphContext CreateDbContext() => _scene.Database.CreateContext();

    public void Dispose()
    {
        Ledger.Dispose();
        Anchors.Dispose();
    }

    /// <summary>Notes persons in their current state, as a response does that reads them.</summary>
    public async Task<DisclosedPersons> ReadAsync(SharedFields fields, params long[] ids)
    {
        var persons = new DisclosedPersons();
        persons.Begin(Ledger);
        foreach (var id in ids)
        {
            var person = await _scene.LoadAsync(id);
            persons.Add(person.Reference, fields, person.Consent?.Version ?? 0, person.Version);
        }

        return persons;
    }

    /// <summary>Records the entry. Returns whether the response may be sent.</summary>
    public Task<bool> RecordAsync(DisclosedPersons persons, Caller? caller = null, string operation = "Test") =>
        Ledger.RecordAsync(caller ?? Scene.Caseworker(TestCountry.North), _scene.Clock.GetUtcNow().UtcDateTime, operation, new string('0', 64), persons);

    /// <summary>Reads the persons and records the entry.</summary>
    public async Task<bool> AnswerAsync(SharedFields fields, params long[] ids) => await RecordAsync(await ReadAsync(fields, ids));
}
