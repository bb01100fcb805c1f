using Integration.Graph.Engine.Execution;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Sharing;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Stores the entry of each answer that carries personal fields, before the answer leaves: no entry, no answer. Entries
/// of answers that are ready at the same time are committed together, by one thread. See the README beside this file.
/// </summary>
internal sealed class Ledger(LedgerWriter writer) : IHostedService, IDisposable
{
    private const int MostInOneGroup = 256;

    // Milliseconds. A commit costs the disk, and every reader of SQLite its cache. Answers that are being made are waited for
    // this long, so that many share one; who is alone does not wait.
    private const int MostWait = 15;
    private const int EnoughForOneGroup = 56;

    // After as many milliseconds it is looked whether somebody is still to come. Woken each time that nobody is left in the
    // making, the writing thread would be woken a dozen times for one group under load.
    private const int Look = 2;

    // The writing thread waits on it.
    private readonly object _turn = new();
    private readonly Queue<PendingEntry> _waiting = new();
    private Thread? _thread;
    private bool _stopped;
    private bool _isIdle;
    private bool _wasFull;
    private int _inTheMaking;

    /// <summary>How many steps on persons the ledger has seen; what is read from now on is at least as new.</summary>
    public long Steps => writer.Steps;

    /// <summary>Begins an answer: what it reads from now on is noted.</summary>
    public void Begin(RequestContext request) => request.Service<DisclosedPersons>().Begin(this);

    /// <summary>
    /// Waits until the entry of this answer is stored; returns at once if the answer carries no personal field.
    /// </summary>
    /// <returns>False, and nothing is stored, if a person has changed since: the answer has to be made again.</returns>
    public Task<bool> RecordAsync(RequestContext request)
    {
        var persons = request.Service<DisclosedPersons>();
        if (!persons.IsEmpty)
            return RecordAsync(request.Service<Caller>(), request.Service<RequestMoment>().Now, request.OperationName, request.DocumentHash, persons);
        persons.End();
        return Task.FromResult(true);
    }

    /// <summary>Waits until the entry is stored; false if the answer has to be made again.</summary>
    /// <exception cref="InvalidOperationException">The server is stopping.</exception>
    public Task<bool> RecordAsync(Caller caller, DateTime at, string operation, string operationHash, DisclosedPersons persons)
    {
        var stored = StoreAsync(new PendingEntry(new Recipient(caller.Role!.Value, caller.Scope), persons, Entry(caller, at, operation, operationHash, persons, "")));
        persons.End();
        return stored;
    }

    /// <summary>An answer is being made that may have an entry: see <see cref="DisclosedPersons.Begin"/>.</summary>
    public void Expect() => Interlocked.Increment(ref _inTheMaking);

    /// <summary>An answer that was expected has come, or will not come.</summary>
    public void ExpectNoMore() => Interlocked.Decrement(ref _inTheMaking);

    /// <summary>
    /// Lets somebody at a person and stores that they are, and why: both or neither, and once however often it is asked
    /// for. No fields leave with it. Not to be waited for inside a transaction: this one may have to wait for that one.
    /// </summary>
    /// <param name="caller">Who.</param>
    /// <param name="operation">What was asked for.</param>
    /// <param name="reference">The person.</param>
    /// <param name="access">What is to be opened; stored, and closed.</param>
    public Task OpenAsync(Caller caller, string operation, string reference, SubjectAccess access)
    {
        var persons = new DisclosedPersons();
        persons.Add(reference, SharedFields.None, 0, 0);
        var entry = Entry(caller, access.OpenedAt, operation, "", persons, SubjectAccess.Hash(access.ReasonSalt, access.Reason ?? ""));
        return StoreAsync(new PendingEntry(new Recipient(caller.Role!.Value, caller.Scope), persons, entry) { Opens = access });
    }

    private static DisclosureEntry Entry(Caller caller, DateTime at, string operation, string operationHash, DisclosedPersons persons, string reasonHash) => new()
    {
        At = at,
        Role = caller.Role!.Value.InTokens(),
        Scope = caller.Scope,
        Caller = caller.Subject,
        // Callers choose it, and what is stored here stays.
        Operation = operation.Length > DisclosureEntry.OperationLength ? operation[..DisclosureEntry.OperationLength] : operation,
        OperationHash = operationHash,
        Persons = persons.ToLines(),
        ReasonHash = reasonHash,
    };

    private Task<bool> StoreAsync(PendingEntry pending)
    {
        lock (_turn)
        {
            if (_stopped)
            {
                throw new InvalidOperationException("The ledger is closed: the server is stopping.");
            }

            _waiting.Enqueue(pending);
            if (_isIdle || _waiting.Count == EnoughForOneGroup)
            {
                _isIdle = false;
                Monitor.Pulse(_turn);
            }
        }

        return pending.Stored;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A thread of its own: it waits for the disk most of the time, which would keep one of the pool's from answering.
        _thread = new Thread(Write) { Name = "Ledger", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Answers that wait when the server stops still get their entry.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            _stopped = true;
            Monitor.Pulse(_turn);
        }

        _thread?.Join();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        StopAsync(CancellationToken.None);
        writer.Dispose();
    }

    private void Write()
    {
        var group = new List<PendingEntry>(MostInOneGroup);
        while (Take(group))
        {
            try
            {
                writer.Store(group);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Each answer fails with it, and leaves as an error without data.
                writer.Abandon();
                group.ForEach(pending => pending.Fail(exception));
            }
        }

        writer.End();
    }

    /// <summary>Waits for answers and takes those that are there; false when there will be no more.</summary>
    private bool Take(List<PendingEntry> group)
    {
        group.Clear();
        lock (_turn)
        {
            // With as much to do as before, the next ones are on their way already.
            if (_wasFull)
            {
                WaitForOthers(MostWait);
            }

            while (_waiting.Count == 0)
            {
                if (_stopped)
                {
                    return false;
                }

                _isIdle = true;
                Monitor.Wait(_turn);
            }

            if (!_wasFull)
            {
                WaitForOthers(Look);
            }

            _wasFull = _waiting.Count >= EnoughForOneGroup;
            while (group.Count < MostInOneGroup && _waiting.TryDequeue(out var next))
            {
                group.Add(next);
            }
        }

        return true;
    }

    /// <summary>Waits until there are enough, or nobody else is to come.</summary>
    /// <param name="look">After how many milliseconds it is first looked.</param>
    private void WaitForOthers(int look)
    {
        var since = Environment.TickCount64;
        while (_waiting.Count < EnoughForOneGroup && !_stopped && since + MostWait - Environment.TickCount64 is > 0 and var left)
        {
            var before = _waiting.Count;
            if (look == Look && before == 1 && Volatile.Read(ref _inTheMaking) == 0)
            {
                return;
            }

            Monitor.Wait(_turn, (int)Math.Min(left, look));
            if (Volatile.Read(ref _inTheMaking) == 0 && _waiting.Count == before)
            {
                return;
            }
        }
    }
}

/// <summary>An answer that waits for its entry.</summary>
/// <param name="Recipient">Who gets it.</param>
/// <param name="Persons">Whose fields it carries.</param>
/// <param name="Entry">What is stored; it has no number yet.</param>
internal sealed record PendingEntry(Recipient Recipient, DisclosedPersons Persons, DisclosureEntry Entry)
{
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when it is decided: true if the entry is stored, false if the answer has to be made again.</summary>
    public Task<bool> Stored => _stored.Task;

    /// <summary>The entry before that has the same persons for the same recipient, if one is known.</summary>
    public long? Before { get; set; }

    /// <summary>What is opened with it; null for an answer, which holds what was read before and may have changed since.</summary>
    public SubjectAccess? Opens { get; init; }

    /// <summary>A person has changed since the answer was read.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>It was opened before, and has its entry.</summary>
    public bool IsOpen { get; set; }

    public void Decide() => _stored.TrySetResult(!IsOutdated);

    public void Fail(Exception exception) => _stored.TrySetException(exception);
}
