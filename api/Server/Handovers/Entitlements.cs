using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// Who may see which fields of one person at one instant, and the values at that instant. <see cref="PersonStep"/> compares
/// the entitlements before and after a step to find out what follows from it.
/// </summary>
/// <param name="MunicipalityCode">
/// Code of the municipality in which the person is placed; null before the placement. No recipient may see anything before that.
/// </param>
/// <param name="Municipality">Fields that the municipality may see. A protected address is not among them.</param>
/// <param name="Volunteers">
/// Fields that coordinators and volunteers of the receiving branch may see. A protected address is not among them.
/// </param>
/// <param name="VolunteersAdmitted">
/// Whether the consent grants volunteers at least one field, even if it is only a protected address. If so,
/// the person is visible to them.
/// </param>
/// <param name="WantsContact">Whether the latest interview's answer is <see cref="ContactAnswer.WantsContact"/>.</param>
/// <param name="ConsentEndedAt">
/// When the consent that is neither withdrawn nor replaced expired; null if there is none or it has not expired.
/// </param>
/// <param name="Values">All values, including those that no recipient may see.</param>
internal sealed record Entitlements(
    string? MunicipalityCode,
    SharedFields Municipality,
    SharedFields Volunteers,
    bool VolunteersAdmitted,
    bool WantsContact,
    DateTime? ConsentEndedAt,
    SharedValues Values)
{
    /// <summary>Whether the person is visible to volunteers and wants contact with them.</summary>
    public bool ToBeReferred => VolunteersAdmitted && WantsContact;

    /// <summary>Returns the entitlements to a person's fields at an instant.</summary>
    /// <param name="refugee">The person, loaded with consent, interview and caseworker.</param>
    /// <param name="now">Instant at which the consent has to be in force.</param>
    public static Entitlements Of(Refugee refugee, DateTime now)
    {
        var consent = refugee.MunicipalityCode is not null && refugee.Consent.IsInForce(now) ? refugee.Consent : null;
        return new Entitlements(
            refugee.MunicipalityCode,
            (consent?.MunicipalityFields ?? SharedFields.None).Shareable(refugee.NameAndAddressProtection),
            (consent?.VolunteersFields ?? SharedFields.None).Shareable(refugee.NameAndAddressProtection),
            consent is { VolunteersFields: not SharedFields.None },
            refugee.Interview is { Answer: ContactAnswer.WantsContact },
            refugee.Consent?.ValidUntil <= now ? refugee.Consent.ValidUntil : null,
            SharedValues.Of(refugee));
    }

    /// <summary>
    /// Returns the fields for the municipality's handover notice: fields that it may see since the step, and fields whose
    /// values the step changed. Fields without a recorded value are not included.
    /// </summary>
    public static SharedFields NewsForMunicipality(Entitlements before, Entitlements after)
    {
        var known = before.MunicipalityCode == after.MunicipalityCode
            ? before.Municipality & before.Values.Recorded & ~after.Values.DifferentFrom(before.Values)
            : SharedFields.None;
        return after.Municipality & after.Values.Recorded & ~known;
    }
}

/// <summary>The values of the fields that a consent can grant.</summary>
internal sealed record SharedValues(
    (string Given, string Family) Name,
    string? Phone,
    (string? Street, string? PostalCode, string? Town) Address,
    int DateOfBirth,
    string Nationality,
    (string? Name, string? Phone, string? Email) Caseworker,
    string Languages)
{
    public static SharedValues Of(Refugee refugee) => new(
        (refugee.GivenName, refugee.FamilyName),
        refugee.Phone,
        (refugee.Street, refugee.PostalCode, refugee.Town),
        refugee.DateOfBirth,
        refugee.NationalityCode,
        (refugee.Caseworker?.Name, refugee.Caseworker?.Phone, refugee.Caseworker?.Email),
        refugee.Languages);

    /// <summary>The fields that have a recorded value.</summary>
    public SharedFields Recorded =>
        SharedFields.Name | SharedFields.Age | SharedFields.Nationality
        | If(Phone is not null, SharedFields.Phone)
        | If(Address.Street is not null, SharedFields.Address)
        | If(Caseworker.Name is not null, SharedFields.Caseworker)
        | If(Languages.Length > 0, SharedFields.Languages);

    /// <summary>Returns the fields whose values differ.</summary>
    public SharedFields DifferentFrom(SharedValues other) =>
        If(Name != other.Name, SharedFields.Name)
        | If(Phone != other.Phone, SharedFields.Phone)
        | If(Address != other.Address, SharedFields.Address)
        | If(DateOfBirth != other.DateOfBirth, SharedFields.Age)
        | If(Nationality != other.Nationality, SharedFields.Nationality)
        | If(Caseworker != other.Caseworker, SharedFields.Caseworker)
        | If(Languages != other.Languages, SharedFields.Languages);

    private static SharedFields If(bool condition, SharedFields field) => condition ? field : SharedFields.None;
}
