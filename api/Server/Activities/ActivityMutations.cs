using Integration.Graph.Engine.Types;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Activities;

/// <summary>
/// Mutations that open, change and close a branch's activities. Each of them routes the waiting referrals of the
/// municipality again.
/// </summary>
[MutationType]
internal static class ActivityMutations
{
    private const int TitleLength = 200;

    /// <summary>
    /// Opens an activity at the caller's branch. Waiting referrals in the municipality are routed again immediately, and
    /// can be assigned to the branch.
    /// </summary>
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Activity>> OpenActivityAsync(OpenActivityInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            check.ActivityType("type", input.Type);
            var activity = new Activity
            {
                Id = Ids.New(),
                BranchId = caller.ScopeId,
                ActivityTypeKey = input.Type,
                Title = check.Text("title", input.Title, TitleLength),
                OpensOn = input.OpensOn,
                ClosesOn = input.ClosesOn,
                Weekday = input.Weekday,
            };
            CheckSpan(check, activity);
            check.ThrowIfAny();
            return await StoreAsync(db, activity, () => db.Add(activity), at, cancellationToken);
        });

    /// <summary>
    /// Changes an activity of the caller's branch. Waiting referrals in the municipality are routed again immediately. The
    /// activity's `origin` becomes `ENTERED`.
    /// </summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Activity>> ChangeActivityAsync(ChangeActivityInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var activity = await FindAsync(db, caller, input.ActivityId, input.Version, cancellationToken);
            var type = input.Type.Or(activity.ActivityTypeKey) ?? "";
            if (type.Length == 0)
            {
                check.Invalid("type", InputCode.Required, "This must not be empty.");
            }
            else if (type != activity.ActivityTypeKey)
            {
                check.ActivityType("type", type);
            }

            if (input.OpensOn is { HasValue: true, Value: null })
            {
                check.Invalid("opensOn", InputCode.Required, "The first day must not be null.");
            }

            activity.ActivityTypeKey = type;
            activity.Title = check.Text("title", input.Title.Or(activity.Title), TitleLength);
            activity.OpensOn = input.OpensOn.Value ?? activity.OpensOn;
            activity.ClosesOn = input.ClosesOn.Or(activity.ClosesOn);
            activity.Weekday = input.Weekday.Or(activity.Weekday);
            CheckSpan(check, activity);
            check.ThrowIfAny();
            return await StoreAsync(db, activity, () => activity.Version++, at, cancellationToken);
        });

    /// <summary>Sets the day from which an activity is no longer open. Referrals of the branch stay with it.</summary>
    [Error<NotFoundException>]
    [Error<InvalidInputException>]
    [Error<ConflictException>]
    public static Task<Ref<Activity>> CloseActivityAsync(CloseActivityInput input, MutationScope scope) =>
        scope.RunAsync(async () =>
        {
            var (db, caller, at, check, cancellationToken) = scope;
            var activity = await FindAsync(db, caller, input.ActivityId, input.Version, cancellationToken);
            activity.ClosesOn = input.ClosesOn ?? at.Today;
            CheckSpan(check, activity);
            check.ThrowIfAny();
            return await StoreAsync(db, activity, () => activity.Version++, at, cancellationToken);
        });

    private static async Task<Activity> FindAsync(GraphContext db, Caller caller, long id, int? version, CancellationToken cancellationToken)
    {
        var activity = await db.Activities.AsTracking().SingleOrDefaultAsync(x => x.Id == id && x.BranchId == caller.ScopeId, cancellationToken)
            ?? throw new NotFoundException("activityId");
        return (version ?? activity.Version) == activity.Version ? activity : throw new ConflictException();
    }

    // An activity that closes on the day on which it opens is never open. This cancels an activity that has not begun.
    private static void CheckSpan(InputChecks check, Activity activity)
    {
        if (activity.ClosesOn < activity.OpensOn)
        {
            check.Invalid("closesOn", InputCode.OutOfRange, "This day is before the activity opens.");
        }
    }

    private static async Task<Ref<Activity>> StoreAsync(
        GraphContext db, Activity activity, Action change, Moment at, CancellationToken cancellationToken)
    {
        var municipality = await db.Branches.Where(x => x.Id == activity.BranchId).Select(x => x.MunicipalityCode).SingleAsync(cancellationToken);
        await ReferralRouter.TakeTurnAsync(db, [municipality], cancellationToken);
        change();
        // The coordinator's change confirms the activity, and with it the branch.
        (activity.Origin, activity.Source) = (Origin.Entered, null);
        await db.Branches.Where(x => x.Id == activity.BranchId && x.Origin == Origin.Assumed).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Origin, Origin.Entered).SetProperty(x => x.Source, (string?)null), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ReferralRouter.SettleAsync(db, municipality, at, cancellationToken);
        return new Ref<Activity>(activity.Id);
    }
}
