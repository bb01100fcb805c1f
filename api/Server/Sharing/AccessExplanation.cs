namespace Integration.Graph.Server.Sharing;

/// <summary>Explains why a role gets a field of a person or does not. Contains no personal value.</summary>
/// <param name="Decision">The decision and its reason.</param>
/// <param name="IsShown">Whether the role gets the value; null if that depends on a person and no `reference` was given.</param>
/// <param name="Rule">The general rule as English sentences.</param>
/// <param name="ConsentVersion">Version of the consent that decides; null if the decision depends on no consent.</param>
internal sealed record AccessExplanation(AccessDecision Decision, bool? IsShown, string Rule, int? ConsentVersion);

/// <summary>Decision about one field of one person for one role.</summary>
public enum AccessDecision
{
    /// <summary>The role does not have the field in its schema.</summary>
    NotInSchema = 1,

    /// <summary>The role gets the value of every person who is visible to it.</summary>
    Always = 2,

    /// <summary>The decision depends on the person's consent in force, because no `reference` was given.</summary>
    ByConsent = 3,

    /// <summary>The consent in force grants the field to the role's recipient class, and a value is recorded.</summary>
    Granted = 4,

    /// <summary>The consent in force does not grant the field to the role's recipient class.</summary>
    NotGranted = 5,

    /// <summary>The field is granted, but the person's address is protected.</summary>
    ProtectedAddress = 6,

    /// <summary>The role may read the field, but no value is recorded yet.</summary>
    NotRecorded = 7,

    /// <summary>The person has never given a consent.</summary>
    NoConsent = 8,

    /// <summary>The person has withdrawn the consent.</summary>
    ConsentWithdrawn = 9,

    /// <summary>The consent has expired.</summary>
    ConsentExpired = 10,

    /// <summary>The person is not visible to the role in this scope, for a reason other than the consent.</summary>
    RowNotVisible = 11,
}
