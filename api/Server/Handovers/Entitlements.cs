using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Handovers;

/// <summary>
/// Who may know what of one person at one instant, and the values then. Taken before and after a step, two of them say
/// everything that follows from the step.
/// </summary>
/// <param name="MunicipalityCode">Where the person is placed; nobody may know anything before that.</param>
/// <param name="Municipality">What the municipality may know; an address that is protected is not part of it.</param>
/// <param name="Volunteers">The same for coordinators and volunteers of the branch that receives the person.</param>
/// <param name="VolunteersAdmitted">
/// The consent grants volunteers anything at all, be it only a protected address: the person exists for them.
/// </param>
/// <param name="WantsContact">The latest interview's answer is yes.</param>
/// <param name="ConsentEndedAt">When the consent that was neither withdrawn nor replaced ran out, if it has.</param>
/// <param name="Values">The values, whoever may know them.</param>
internal sealed record Entitlements(
    string? MunicipalityCode,
    SharedFields Municipality,
    SharedFields Volunteers,
    bool VolunteersAdmitted,
    bool WantsContact,
    DateTime? ConsentEndedAt,
    SharedValues Values)
{
    /// <summary>Volunteers may know the person, and the person wants to know them.</summary>
    public bool ToBeReferred => VolunteersAdmitted && WantsContact;

    /// <param name="refugee">With consent, interview and caseworker.</param>
    /// <param name="now">The consent has to be in force at this instant.</param>
    public static Entitlements Of(Refugee refugee, DateTime now)
    {
        var consent = refugee.MunicipalityCode is not null && refugee.Consent.IsInForce(now) ? refugee.Consent : null;
        var shared = refugee.NameAndAddressProtection ? SharedFields.All & ~SharedFields.Address : SharedFields.All;
        return new Entitlements(
            refugee.MunicipalityCode,
            (consent?.MunicipalityFields ?? SharedFields.None) & shared,
            (consent?.VolunteersFields ?? SharedFields.None) & shared,
            consent is { VolunteersFields: not SharedFields.None },
            refugee.Interview is { Answer: ContactAnswer.WantsContact },
            refugee.Consent?.ValidUntil <= now ? refugee.Consent.ValidUntil : null,
            SharedValues.Of(refugee));
    }

    /// <summary>
    /// What a municipality has to be told after a step: fields that it has gained, and fields that have another value.
    /// A field without a recorded value is no news.
    /// </summary>
    public static SharedFields NewsForMunicipality(Entitlements before, Entitlements after)
    {
        var known = before.MunicipalityCode == after.MunicipalityCode
            ? before.Municipality & before.Values.Recorded & ~after.Values.DifferentFrom(before.Values)
            : SharedFields.None;
        return after.Municipality & after.Values.Recorded & ~known;
    }
}

/// <summary>The values that a consent can grant.</summary>
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

    /// <summary>The fields whose value is known.</summary>
    public SharedFields Recorded =>
        SharedFields.Name | SharedFields.Age | SharedFields.Nationality
        | If(Phone is not null, SharedFields.Phone)
        | If(Address.Street is not null, SharedFields.Address)
        | If(Caseworker.Name is not null, SharedFields.Caseworker)
        | If(Languages.Length > 0, SharedFields.Languages);

    /// <summary>The fields whose values differ.</summary>
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
