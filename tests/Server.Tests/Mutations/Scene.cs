using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.ReferenceData;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Time;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Mutations;

/// <summary>
/// A test's own database with <see cref="TestCountry"/>, a clock, and the steps of the process with default values. Each step
/// uses a context of its own, like a request.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    public static readonly Caller CentreWorker = new(Role.CentreWorker, "test-centre", TestCountry.Centre, "worker", null);
    public static readonly Caller OtherCentreWorker = new(Role.CentreWorker, "test-other-centre", TestCountry.OtherCentre, "other-worker", null);
    public static readonly Caller Consultant = new(Role.IntegrationConsultant, "", 0, "consultant", null);

    // The same in every database with the test's country.
    private static ReferenceTables? _reference;

    private Scene(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public ManualClock Clock { get; } = new();

    public static async Task<Scene> CreateAsync(DatabaseKind kind)
    {
        var scene = new Scene(await TestDatabase.WithTestCountryAsync(kind));
        _reference ??= await scene.DoAsync(db => ReferenceTables.LoadAsync(db));
        return scene;
    }

    /// <summary>What a mutation of this caller works with.</summary>
    public MutationScope In(GraphContext db, Caller caller, CancellationToken cancellationToken = default) => new(db, caller, new RequestMoment(Clock), _reference!, cancellationToken);

    public static Caller Caseworker(string municipality) => new(Role.Municipality, municipality, 0, "caseworker", null);

    public static Caller Coordinator(long branch) => new(Role.BranchCoordinator, "branch", branch, "coordinator", null);

    public static Caller Volunteer(long volunteer) => new(Role.Volunteer, "volunteer", volunteer, "volunteer", null);

    public async Task<T> DoAsync<T>(Func<GraphContext, Task<T>> step)
    {
        await using var db = Database.CreateContext();
        return await step(db);
    }

    public async Task DoAsync(Func<GraphContext, Task> step)
    {
        await using var db = Database.CreateContext();
        await step(db);
    }

    /// <summary>Returns the errors of a mutation.</summary>
    public static async Task<IReadOnlyList<MutationException>> ErrorsOfAsync(Func<Task> mutation)
    {
        try
        {
            await mutation();
        }
        catch (MutationException error)
        {
            return [error];
        }
        catch (AggregateMutationException errors)
        {
            return errors.Errors;
        }
        return [];
    }

    public async Task<long> RegisterAsync(RegisterRefugeeInput? input = null, Caller? caller = null) => (await DoAsync(db =>
        RefugeeMutations.RegisterRefugeeAsync(input ?? Person(), In(db, caller ?? CentreWorker)))).Id;

    /// <summary>An adult with every field known except address and caseworker.</summary>
    public static RegisterRefugeeInput Person() =>
        new("Given", "Family", new DateOnly(1990, 5, 6), TestCountry.Country, [TestCountry.Tongue], "+4500000001");

    public Task PlaceAsync(long id, string municipality = TestCountry.North, DateOnly? movesInOn = null, AddressInput? address = null,
        CaseworkerInput? caseworker = null, Caller? caller = null) => DoAsync(db => RefugeeMutations.PlaceRefugeeAsync(
            new(id, municipality, movesInOn, address, caseworker), In(db, caller ?? CentreWorker)));

    public Task UpdateAsync(UpdateContactInput input, Caller? caller = null) => DoAsync(db =>
        RefugeeMutations.UpdateContactAsync(input, In(db, caller ?? CentreWorker)));

    public Task AskAsync(long id, ContactAnswer answer = ContactAnswer.WantsContact, IReadOnlyList<string>? wishes = null,
        DateOnly? heldOn = null, Caller? caller = null) => DoAsync(db => InterviewMutations.RecordInterviewAsync(
            new(id, heldOn ?? Clock.Today, TestCountry.Tongue, true, answer, wishes), In(db, caller ?? CentreWorker)));

    public Task ConsentAsync(long id, IReadOnlyList<ConsentGrantInput>? grants = null, string? guardian = null,
        DateTime? validUntil = null, Caller? caller = null) => DoAsync(db => ConsentMutations.GiveConsentAsync(
            new(id, ConsentMethod.SignedForm, TestCountry.Tongue, guardian, validUntil, grants ?? Everything),
            In(db, caller ?? CentreWorker)));

    public Task ChangeAsync(long id, int version, IReadOnlyList<ConsentGrantInput> grants, string? guardian = null,
        DateTime? validUntil = null, Caller? caller = null) => DoAsync(db => ConsentMutations.ChangeConsentAsync(
            new(id, version, ConsentMethod.OralWithInterpreter, TestCountry.Tongue, guardian, validUntil, grants),
            In(db, caller ?? CentreWorker)));

    public Task<string> WithdrawAsync(string reference) => DoAsync(db =>
        ConsentMutations.WithdrawConsentAsync(new(reference), In(db, CentreWorker)));

    /// <summary>
    /// A person who is placed and interviewed and has given a full consent. The referral is at a branch, if there is one.
    /// </summary>
    public async Task<long> ReferredAsync(string municipality = TestCountry.North, IReadOnlyList<string>? wishes = null,
        IReadOnlyList<ConsentGrantInput>? grants = null, RegisterRefugeeInput? person = null)
    {
        var id = await RegisterAsync(person);
        await PlaceAsync(id, municipality);
        await AskAsync(id, wishes: wishes);
        await ConsentAsync(id, grants);
        return id;
    }

    public Task AcceptAsync(long referral, long branch) => DoAsync(db =>
        ReferralMutations.AcceptReferralAsync(new(referral), In(db, Coordinator(branch))));

    public Task ReturnAsync(long referral, long branch, string reason = "We are on holiday.") => DoAsync(db =>
        ReferralMutations.ReturnReferralAsync(new(referral, reason), In(db, Coordinator(branch))));

    public Task AssignAsync(long referral, long branch, Caller? caller = null) => DoAsync(db =>
        AssignmentMutations.AssignReferralAsync(new(referral, branch), In(db, caller ?? Consultant)));

    public Task DecideAsync(long activation, bool approve, Caller? caller = null) => DoAsync(db =>
        AssignmentMutations.DecideBranchActivationAsync(new(activation, approve), In(db, caller ?? Consultant)));

    public async Task<long> RegisterVolunteerAsync(long branch, RegisterVolunteerInput? input = null) => (await DoAsync(db =>
        VolunteerMutations.RegisterVolunteerAsync(
            input ?? new("Vol", "Unteer", ActivityTypes: [TestCountry.Family]), In(db, Coordinator(branch))))).Id;

    public async Task<long> ProposeAsync(long referral, long volunteer, long branch, string type = TestCountry.Family) => (await DoAsync(db =>
        MatchMutations.ProposeMatchAsync(new(referral, volunteer, type), In(db, Coordinator(branch))))).Id;

    public Task ConfirmAsync(long match, long volunteer, bool accept = true) => DoAsync(db =>
        MatchMutations.ConfirmMatchAsync(new(match, accept), In(db, Volunteer(volunteer))));

    public Task EndAsync(long match, Caller caller) => DoAsync(db => MatchMutations.EndMatchAsync(new(match), In(db, caller)));

    /// <summary>Loads the person with the full history.</summary>
    public Task<Refugee> LoadAsync(long id) => DoAsync(db => db.Refugees.AsNoTracking().AsSplitQuery()
        .Include(x => x.Consent).Include(x => x.Consents.OrderBy(y => y.Version)).Include(x => x.Interview)
        .Include(x => x.Interviews).Include(x => x.Caseworker).Include(x => x.Referral)
        .Include(x => x.Referrals.OrderBy(y => y.ClosedAt == null).ThenBy(y => y.ClosedAt)).ThenInclude(x => x.Matches)
        .Include(x => x.HandoverNotices.OrderBy(y => y.CreatedAt))
        .SingleAsync(x => x.Id == id));

    public Task<List<BranchActivation>> ActivationsAsync() => DoAsync(db =>
        db.BranchActivations.AsNoTracking().Where(x => x.Branch!.Slug.StartsWith("test-")).OrderBy(x => x.RequestedAt).ToListAsync());

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    public static IReadOnlyList<ConsentGrantInput> Everything { get; } =
        [.. Enum.GetValues<RecipientClass>().SelectMany(recipient => GrantsOf(recipient, Enum.GetValues<SharedField>()))];

    public static IEnumerable<ConsentGrantInput> GrantsOf(RecipientClass recipient, params SharedField[] fields) =>
        fields.Select(x => new ConsentGrantInput(recipient, x));
}
