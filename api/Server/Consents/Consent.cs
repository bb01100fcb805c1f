using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Consents;

/// <summary>
/// One version of a person's consent, in an append-only history: a change adds a new version, a withdrawal ends the latest one.
/// </summary>
internal sealed class Consent
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>1 for the person's first version; increases by 1 with each.</summary>
    public int Version { get; init; }
    public DateTime GivenAt { get; init; }

    /// <summary>UTC instant from which on the version grants nothing (exclusive end).</summary>
    public DateTime ValidUntil { get; init; }
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>When a later version replaced this one; null if none has.</summary>
    public DateTime? ReplacedAt { get; set; }
    public ConsentMethod Method { get; init; }

    /// <summary>ISO 639-3 code of the language in which the consent was explained.</summary>
    public required string LanguageCode { get; init; }

    /// <summary>Name of the guardian who gave the consent for a person under 18; null otherwise.</summary>
    public string? Guardian { get; init; }

    /// <summary>Token subject of the user who recorded the version.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Fields granted to <see cref="RecipientClass.Municipality"/>.</summary>
    public SharedFields MunicipalityFields { get; init; }

    /// <summary>Fields granted to <see cref="RecipientClass.Volunteers"/>.</summary>
    public SharedFields VolunteersFields { get; init; }

    /// <summary>
    /// The version as <see cref="RecipientClass.Municipality"/> counts it. It increases only when the part that is
    /// visible to the class changes, so that it reveals nothing about grants to the other class. See decisions/0007.
    /// </summary>
    public int MunicipalityVersion { get; init; } = 1;

    /// <summary>The version as <see cref="RecipientClass.Volunteers"/> counts it.</summary>
    public int VolunteersVersion { get; init; } = 1;

    /// <summary>
    /// When the part shown to <see cref="RecipientClass.Municipality"/> was given, if an earlier version
    /// gave it; null if this one did.
    /// </summary>
    public DateTime? MunicipalitySince { get; init; }

    /// <summary>
    /// When the part shown to <see cref="RecipientClass.Volunteers"/> was given, if an earlier version
    /// gave it; null if this one did.
    /// </summary>
    public DateTime? VolunteersSince { get; init; }
}

/// <summary>How a consent was given.</summary>
public enum ConsentMethod
{
    /// <summary>The person signed the form.</summary>
    SignedForm = 1,

    /// <summary>The person gave the consent orally, with an interpreter.</summary>
    OralWithInterpreter = 2,
}

/// <summary>Status of one version of a consent.</summary>
public enum ConsentStatus
{
    /// <summary>In force: it decides which fields are shared now.</summary>
    InForce = 1,

    /// <summary>A later version replaced it.</summary>
    Replaced = 2,

    /// <summary>The person withdrew it.</summary>
    Withdrawn = 3,

    /// <summary>It expired at its `validUntil`.</summary>
    Expired = 4,
}

/// <summary>A class of recipients to which a consent grants fields.</summary>
public enum RecipientClass
{
    /// <summary>The municipality in which the person is placed.</summary>
    Municipality = 1,

    /// <summary>Coordinators and volunteers of the Red Cross branch that receives the person.</summary>
    Volunteers = 2,
}

/// <summary>A personal field that a consent can grant to a recipient class.</summary>
public enum SharedField
{
    /// <summary>Given and family name.</summary>
    Name = 1,

    /// <summary>Phone number.</summary>
    Phone = 2,

    /// <summary>Street, postal code and town of the new home.</summary>
    Address = 3,

    /// <summary>Age in whole years; never the date of birth.</summary>
    Age = 4,

    /// <summary>Nationality.</summary>
    Nationality = 5,

    /// <summary>Name, phone number and e-mail address of the municipality's caseworker.</summary>
    Caseworker = 6,

    /// <summary>Languages that the person speaks.</summary>
    Languages = 7,
}

/// <summary>A set of <see cref="SharedField"/>. Bit n - 1 is the field with the number n.</summary>
[Flags]
internal enum SharedFields
{
    None = 0,
    Name = 1,
    Phone = 2,
    Address = 4,
    Age = 8,
    Nationality = 16,
    Caseworker = 32,
    Languages = 64,
    All = 127,
}

/// <summary>Converts between single fields and sets of fields.</summary>
internal static class SharedFieldsExtensions
{
    /// <summary>Returns the granted fields that may be shared: a protected address is never shared.</summary>
    public static SharedFields Shareable(this SharedFields granted, bool addressIsProtected) =>
        addressIsProtected ? granted & ~SharedFields.Address : granted;

    /// <summary>Returns the set with only this field.</summary>
    public static SharedFields Bit(this SharedField field) => (SharedFields)(1 << ((int)field - 1));

    /// <summary>Returns the fields of a set, in the order of their numbers.</summary>
    public static IEnumerable<SharedField> Each(this SharedFields fields) =>
        Enum.GetValues<SharedField>().Where(f => (fields & f.Bit()) != 0);
}
