using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Activities;

/// <summary>Something that the caller's branch does for newcomers.</summary>
/// <param name="Type">Key of the activity type.</param>
/// <param name="Title">What it is called where it takes place; at most 200 characters.</param>
/// <param name="OpensOn">The first day.</param>
/// <param name="ClosesOn">The first day on which it is no longer open; left out while no end is known.</param>
/// <param name="Weekday">Left out if there is no fixed one.</param>
internal sealed record OpenActivityInput(
    string Type, string Title, DateOnly OpensOn, DateOnly? ClosesOn = null, Weekday? Weekday = null);

/// <summary>What is different about an activity; what is left out stays as it is, and only what need not be known can be null.</summary>
/// <param name="ActivityId">An activity of the caller's branch.</param>
/// <param name="Type">Key of the activity type.</param>
/// <param name="Title">What it is called where it takes place; at most 200 characters.</param>
/// <param name="OpensOn">The first day.</param>
/// <param name="ClosesOn">The first day on which it is no longer open; null while no end is known.</param>
/// <param name="Weekday">Null if there is no fixed one.</param>
/// <param name="Version">The version of the activity that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record ChangeActivityInput(
    [property: ID<Activity>] long ActivityId,
    Optional<string?> Type = default,
    Optional<string?> Title = default,
    Optional<DateOnly?> OpensOn = default,
    Optional<DateOnly?> ClosesOn = default,
    Optional<Weekday?> Weekday = default,
    int? Version = null);

/// <summary>Which activity ends.</summary>
/// <param name="ActivityId">An activity of the caller's branch.</param>
/// <param name="ClosesOn">The first day on which it is no longer open; today if left out.</param>
/// <param name="Version">The version of the activity that was looked at; if it is another one by now, the answer is CONFLICT. Left out, the latest is changed.</param>
internal sealed record CloseActivityInput([property: ID<Activity>] long ActivityId, DateOnly? ClosesOn = null, int? Version = null);
