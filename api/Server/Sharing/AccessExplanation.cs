namespace Integration.Graph.Server.Sharing;

/// <summary>Why a role gets a field of a person or does not. Holds no value.</summary>
/// <param name="Decision">What is decided, and why.</param>
/// <param name="IsShown">Whether the value leaves; null if that depends on a person and none was named.</param>
/// <param name="Rule">The rule of the table in words.</param>
/// <param name="ConsentVersion">The version of the consent that decides; null if none does.</param>
internal sealed record AccessExplanation(AccessDecision Decision, bool? IsShown, string Rule, int? ConsentVersion);

/// <summary>What is decided about one field of one person for one role.</summary>
public enum AccessDecision
{
    /// <summary>The role does not have the field in its schema.</summary>
    NotInSchema = 1,

    /// <summary>The role has the value whenever the person exists for it.</summary>
    Always = 2,

    /// <summary>The consent in force decides; no person was named.</summary>
    ByConsent = 3,

    /// <summary>The consent in force grants the field to the role's class, and there is a value.</summary>
    Granted = 4,

    /// <summary>The consent in force does not grant the field to the role's class.</summary>
    NotGranted = 5,

    /// <summary>Granted, but the person's address is protected.</summary>
    ProtectedAddress = 6,

    /// <summary>Permitted, but the value is not known yet.</summary>
    NotRecorded = 7,

    /// <summary>The person has never given a consent.</summary>
    NoConsent = 8,

    /// <summary>The person has taken the consent back.</summary>
    ConsentWithdrawn = 9,

    /// <summary>The consent has run out.</summary>
    ConsentExpired = 10,

    /// <summary>The person does not exist for the role in this scope, whatever the consent says.</summary>
    RowNotVisible = 11,
}
