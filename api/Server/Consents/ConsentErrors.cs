using Integration.Graph.Engine.Types;

namespace Integration.Graph.Server.Consents;

/// <summary>Code: NO_WISH_FOR_CONTACT.</summary>
internal sealed class NoWishForContactException()
    : MutationException("A consent is recorded only after an interview whose answer is WANTS_CONTACT; record that first.", "NO_WISH_FOR_CONTACT");

/// <summary>Code: GUARDIAN_REQUIRED.</summary>
internal sealed class GuardianRequiredException(string field)
    : MutationException("The person is under 18: name the guardian or representative who gives the consent.", "GUARDIAN_REQUIRED")
{
    /// <summary>The input that has to hold the name.</summary>
    public string Field { get; } = field;
}

/// <summary>Code: CONSENT_IN_FORCE.</summary>
internal sealed class ConsentInForceException(int version)
    : MutationException("A consent is in force already; change it with changeConsent.", "CONSENT_IN_FORCE")
{
    /// <summary>The version in force.</summary>
    public int Version { get; } = version;
}

/// <summary>Code: CONSENT_NOT_IN_FORCE.</summary>
internal sealed class ConsentNotInForceException()
    : MutationException(
        "This version is not in force: it has been replaced or withdrawn, it has run out, or there never was one. Change the version in force, or give a new consent.",
        "CONSENT_NOT_IN_FORCE");
