using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Consents;

/// <summary>The person's latest interview does not have the answer `WANTS_CONTACT`. Code: NO_WISH_FOR_CONTACT.</summary>
internal sealed class NoWishForContactException()
    : MutationException("A consent can be recorded only if the latest interview's answer is WANTS_CONTACT. Record such an interview first.", "NO_WISH_FOR_CONTACT");

/// <summary>The person is under 18 and no guardian was named. Code: GUARDIAN_REQUIRED.</summary>
internal sealed class GuardianRequiredException(string field)
    : MutationException("The person is under 18. Name the guardian or representative who gives the consent.", "GUARDIAN_REQUIRED")
{
    /// <summary>The input field that has to contain the guardian's name.</summary>
    public string Field { get; } = field;
}

/// <summary>The person already has a consent in force. Code: CONSENT_IN_FORCE.</summary>
internal sealed class ConsentInForceException(int version)
    : MutationException("A consent is already in force. Change it with changeConsent.", "CONSENT_IN_FORCE")
{
    /// <summary>The version that is in force.</summary>
    public int Version { get; } = version;
}

/// <summary>The version to change is not in force. Code: CONSENT_NOT_IN_FORCE.</summary>
internal sealed class ConsentNotInForceException()
    : MutationException(
        "This version is not in force: it was replaced or withdrawn, it has expired, or it never existed. Change the version that is in force, or give a new consent.",
        "CONSENT_NOT_IN_FORCE");
