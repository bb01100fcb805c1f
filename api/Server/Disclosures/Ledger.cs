using Integration.Graph.Engine.Types.Resolvers;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Disclosures;

/// <summary>
/// Stores the ledger entry of each response that contains personal fields, before the response is sent. Without an entry, no
/// response is sent.
/// </summary>
/// <remarks>
/// One thread writes the entries. It commits entries that are ready at the same time in one transaction. See the README
/// beside this file.
/// </remarks>
internal sealed class Ledger(LedgerWriter writer) : IHostedService, IDisposable
{
    private const int MostInOneGroup = 256;

    // Milliseconds. A commit costs a disk write and invalidates the cache of every SQLite reader. The thread waits this long for
    // responses that are still being executed, so that many share one commit. A single response does not wait.
    private const int MostWait = 15;
    private const int EnoughForOneGroup = 56;

    // Poll interval in milliseconds for responses that are still being executed. Under load, a signal whenever none is
    // left would wake the writing thread a dozen times for one group.
    private const int Look = 2;

    // The writing thread waits on this lock.
    private readonly object _turn = new();
    private readonly Queue<PendingEntry> _waiting = new();
    private Thread? _thread;
    private bool _stopped;
    private bool _isIdle;
    private bool _wasFull;
    private int _inTheMaking;

    /// <summary>Number of changes to persons that the ledger has seen. Everything read from now on is at least as new.</summary>
    public long Steps => writer.Steps;

    /// <summary>Starts a response: the persons that it reads from now on are recorded.</summary>
    public void Begin(RequestContext request) => request.Service<DisclosedPersons>().Begin(this);

    /// <summary>
    /// Waits until the entry of this response is stored. Returns immediately if the response contains no personal field.
    /// </summary>
    /// <returns>
    /// False if a person has changed since the read. Nothing is stored then, and the request must be executed again.
    /// </returns>
    public Task<bool> RecordAsync(RequestContext request)
    {
        var persons = request.Service<DisclosedPersons>();
        if (!persons.IsEmpty)
        {
            return RecordAsync(request.Service<Caller>(), request.Service<RequestMoment>().Now, request.OperationName, request.DocumentHash, persons);
        }

        persons.End();
        return Task.FromResult(true);
    }

    /// <summary>Waits until the entry is stored; false if the request must be executed again.</summary>
    /// <exception cref="InvalidOperationException">The server is stopping.</exception>
    public Task<bool> RecordAsync(Caller caller, DateTime at, string operation, string operationHash, DisclosedPersons persons)
    {
        var stored = StoreAsync(new PendingEntry(new Recipient(caller.Role!.Value, caller.Scope), persons, Entry(caller, at, operation, operationHash, persons, "")));
        persons.End();
        return stored;
    }

    /// <summary>Counts a response in preparation that may need an entry: see <see cref="DisclosedPersons.Begin"/>.</summary>
    public void Expect() => Interlocked.Increment(ref _inTheMaking);

    /// <summary>Ends the count for a response that has reached the ledger, or will never reach it.</summary>
    public void ExpectNoMore() => Interlocked.Decrement(ref _inTheMaking);

    /// <summary>
    /// Opens a person for an officer and stores who did so and why. Both happen or neither, and only once for repeated calls.
    /// </summary>
    /// <remarks>
    /// It discloses no personal fields. Do not wait for it inside a transaction: it may itself have to wait for that
    /// transaction.
    /// </remarks>
    /// <param name="caller">The officer.</param>
    /// <param name="operation">Name of the operation.</param>
    /// <param name="reference">Reference of the person.</param>
    /// <param name="access">The access to open. It is already stored, and closed.</param>
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
        // Callers choose the name, and the ledger keeps it permanently.
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
        // A dedicated thread: it mostly waits for the disk, which would block a thread of the pool.
        _thread = new Thread(Write) { Name = "Ledger", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <summary>Responses that wait when the server stops still get their entry.</summary>
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
                // Each response of the group fails with it and is sent as an error without data.
                writer.Abandon();
                group.ForEach(pending => pending.Fail(exception));
            }
        }

        writer.End();
    }

    /// <summary>Waits for responses and takes those that are ready; false if the ledger is stopped and none is left.</summary>
    private bool Take(List<PendingEntry> group)
    {
        group.Clear();
        lock (_turn)
        {
            // The previous group was full, so the next responses are already being executed.
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

    /// <summary>Waits until there are enough responses for a group, or until no other is being executed.</summary>
    /// <param name="look">Milliseconds until the first check.</param>
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

/// <summary>A response that waits for its entry.</summary>
/// <param name="Recipient">Recipient of the response.</param>
/// <param name="Persons">Persons whose fields the response contains.</param>
/// <param name="Entry">The entry to store; it has no id yet.</param>
internal sealed record PendingEntry(Recipient Recipient, DisclosedPersons Persons, DisclosureEntry Entry)
{
    private readonly TaskCompletionSource<bool> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with true if the entry is stored, and with false if the request must be executed again.</summary>
    public Task<bool> Stored => _stored.Task;

    /// <summary>Id of an earlier entry with the same persons for the same recipient; null if none is known.</summary>
    public long? Before { get; set; }

    /// <summary>
    /// The access that is opened with the entry. Null for a response, whose data may have changed since it was read.
    /// </summary>
    public SubjectAccess? Opens { get; init; }

    /// <summary>Whether a person has changed since the response was read.</summary>
    public bool IsOutdated { get; set; }

    /// <summary>Whether the access was opened before and already has its entry.</summary>
    public bool IsOpen { get; set; }

    public void Decide() => _stored.TrySetResult(!IsOutdated);

    public void Fail(Exception exception) => _stored.TrySetException(exception);
}
