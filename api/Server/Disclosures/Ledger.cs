using System.Threading.Channels;
using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Writes the entry of each answer that carries personal fields, before the answer leaves: no entry, no answer.
/// Entries of answers that are ready at the same time are committed together, so that many cost one commit.
/// </summary>
internal sealed class Ledger(IDbContextFactory<GraphContext> contexts) : BackgroundService
{
    private const int MostInOneCommit = 256;

    private readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(4096) { SingleReader = true });

    /// <summary>Waits until the entry of this answer is stored; returns at once if the answer carries no personal field.</summary>
    public async Task RecordAsync(RequestContext request)
    {
        var persons = request.Service<DisclosedPersons>();
        if (persons.IsEmpty)
        {
            return;
        }

        var caller = request.Service<Caller>();
        await RecordAsync(new DisclosureEntry
        {
            Id = Ids.New(),
            At = request.Service<RequestMoment>().Now,
            Role = caller.Role!.Value.InTokens(),
            Scope = caller.Scope,
            Caller = caller.Subject,
            Operation = request.OperationName,
            Persons = persons.ToLines(),
        }, request.Cancellation);
    }

    /// <summary>Waits until the entry is stored.</summary>
    public async Task RecordAsync(DisclosureEntry entry, CancellationToken cancellation)
    {
        var pending = new Pending(entry);
        await _waiting.Writer.WriteAsync(pending, cancellation);
        await pending.Stored.Task;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Pending>();
        // Answers that wait when the server stops still get their entry: only the end of the channel ends this.
        await using var stop = stoppingToken.Register(() => _waiting.Writer.TryComplete());
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            group.Clear();
            while (group.Count < MostInOneCommit && _waiting.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            await StoreAsync(group);
        }
    }

    private async Task StoreAsync(List<Pending> group)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            db.DisclosureEntries.AddRange(group.Select(p => p.Entry));
            await db.SaveChangesAsync();
            foreach (var pending in group)
            {
                pending.Stored.SetResult();
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Each answer fails with it, and leaves as an error without data.
            foreach (var pending in group)
            {
                pending.Stored.TrySetException(exception);
            }
        }
    }

    private sealed record Pending(DisclosureEntry Entry)
    {
        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
