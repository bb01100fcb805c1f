using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Activities;

/// <summary>The activity to open at the caller's branch.</summary>
/// <param name="Type">Key of the activity type, for example `network_family`.</param>
/// <param name="Title">Title, at most 200 characters.</param>
/// <param name="OpensOn">First day on which the activity is open.</param>
/// <param name="ClosesOn">First day on which the activity is no longer open. Omit if no end is known.</param>
/// <param name="Weekday">Day of the week. Omit if there is no fixed one.</param>
internal sealed record OpenActivityInput(
    string Type, string Title, DateOnly OpensOn, DateOnly? ClosesOn = null, Weekday? Weekday = null);

/// <summary>Changes to an activity. An omitted field is kept. Only `closesOn` and `weekday` can be null.</summary>
/// <param name="ActivityId">Id of an activity of the caller's branch.</param>
/// <param name="Type">Key of the activity type, for example `network_family`.</param>
/// <param name="Title">Title, at most 200 characters.</param>
/// <param name="OpensOn">First day on which the activity is open.</param>
/// <param name="ClosesOn">First day on which the activity is no longer open; null if no end is known.</param>
/// <param name="Weekday">Day of the week; null if there is no fixed one.</param>
/// <param name="Version">
/// Version of the activity that the change is based on. If the activity has changed since, the error CONFLICT is
/// returned. If omitted, the latest version is changed.
/// </param>
internal sealed record ChangeActivityInput(
    [property: ID<Activity>] long ActivityId,
    Optional<string?> Type = default,
    Optional<string?> Title = default,
    Optional<DateOnly?> OpensOn = default,
    Optional<DateOnly?> ClosesOn = default,
    Optional<Weekday?> Weekday = default,
    int? Version = null);

/// <summary>The activity to close.</summary>
/// <param name="ActivityId">Id of an activity of the caller's branch.</param>
/// <param name="ClosesOn">First day on which the activity is no longer open. Default: today.</param>
/// <param name="Version">
/// Version of the activity that the change is based on. If the activity has changed since, the error CONFLICT is
/// returned. If omitted, the latest version is changed.
/// </param>
internal sealed record CloseActivityInput([property: ID<Activity>] long ActivityId, DateOnly? ClosesOn = null, int? Version = null);
