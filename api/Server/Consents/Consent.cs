using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Consents;

/// <summary>
/// One version of what a person permits, in an append-only history: a change is a new version, a withdrawal ends
/// the latest one.
/// </summary>
internal sealed class Consent
{
    public long Id { get; init; }
    public long RefugeeId { get; init; }
    public Refugee? Refugee { get; init; }

    /// <summary>1 for the first, without gaps; unique for a person.</summary>
    public int Version { get; init; }
    public DateTime GivenAt { get; init; }

    /// <summary>Exclusive instant, UTC: from this moment on the version grants nothing.</summary>
    public DateTime ValidUntil { get; init; }
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>When a later version took its place.</summary>
    public DateTime? ReplacedAt { get; set; }
    public ConsentMethod Method { get; init; }

    /// <summary>ISO 639-3 code of the language in which the consent was explained.</summary>
    public required string LanguageCode { get; init; }

    /// <summary>Who gave it for a person under 18; null otherwise.</summary>
    public string? Guardian { get; init; }

    /// <summary>Token subject of whoever recorded it.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>What <see cref="RecipientClass.Municipality"/> may get.</summary>
    public SharedFields MunicipalityFields { get; init; }

    /// <summary>What <see cref="RecipientClass.Volunteers"/> may get.</summary>
    public SharedFields VolunteersFields { get; init; }

    /// <summary>
    /// The version as <see cref="RecipientClass.Municipality"/> counts: it goes up only if what the class is shown of the
    /// consent has changed, so that nothing can be inferred from it about what others are granted. See decisions/0007.
    /// </summary>
    public int MunicipalityVersion { get; init; } = 1;

    /// <summary>The same for <see cref="RecipientClass.Volunteers"/>.</summary>
    public int VolunteersVersion { get; init; } = 1;

    /// <summary>When the class's part was given, if that was with an earlier version; null if it was with this one.</summary>
    public DateTime? MunicipalitySince { get; init; }

    /// <summary>The same for <see cref="RecipientClass.Volunteers"/>.</summary>
    public DateTime? VolunteersSince { get; init; }
}

/// <summary>How a consent was given.</summary>
public enum ConsentMethod
{
    /// <summary>The person signed the form.</summary>
    SignedForm = 1,

    /// <summary>The person said so, and an interpreter translated.</summary>
    OralWithInterpreter = 2,
}

/// <summary>Where a version of a consent stands.</summary>
public enum ConsentStatus
{
    /// <summary>It decides what is shared now.</summary>
    InForce = 1,

    /// <summary>A later version took its place.</summary>
    Replaced = 2,

    /// <summary>The person took it back.</summary>
    Withdrawn = 3,

    /// <summary>Its time has run out.</summary>
    Expired = 4,
}

/// <summary>Who a grant is for.</summary>
public enum RecipientClass
{
    /// <summary>The municipality in which the person is placed.</summary>
    Municipality = 1,

    /// <summary>Coordinators and volunteers of the Red Cross branch that receives the person.</summary>
    Volunteers = 2,
}

/// <summary>A personal field that a consent can grant.</summary>
public enum SharedField
{
    /// <summary>Given and family name.</summary>
    Name = 1,

    /// <summary>Telephone number.</summary>
    Phone = 2,

    /// <summary>Street, postal code and town of the new home.</summary>
    Address = 3,

    /// <summary>Age in whole years; never the date of birth.</summary>
    Age = 4,

    /// <summary>Nationality.</summary>
    Nationality = 5,

    /// <summary>Name, telephone and e-mail of the municipality's caseworker.</summary>
    Caseworker = 6,

    /// <summary>Languages that the person speaks.</summary>
    Languages = 7,
}

/// <summary>A set of <see cref="SharedField"/>: bit n - 1 is the field with the number n.</summary>
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

/// <summary>From one field to a set of fields and back.</summary>
internal static class SharedFieldsExtensions
{
    /// <summary>The set with this field only.</summary>
    public static SharedFields Bit(this SharedField field) => (SharedFields)(1 << ((int)field - 1));

    /// <summary>The fields of a set, in the order of their numbers.</summary>
    public static IEnumerable<SharedField> Each(this SharedFields fields) =>
        Enum.GetValues<SharedField>().Where(f => (fields & f.Bit()) != 0);
}
