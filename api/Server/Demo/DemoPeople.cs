using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Volunteers;

namespace Integration.Graph.Server.Demo;

/// <summary>Generates invented persons, but not the events of their process.</summary>
internal sealed class DemoPeople(DemoCountry country, DemoClock clock, DemoRandom random)
{
    private static readonly string[] Streets =
        ["Birkehaven", "Bækdalen", "Drosselkrogen", "Egebakken", "Fyrrelunden", "Gærdesmuttevej", "Hasselhegnet", "Irisparken",
            "Kløvermarken", "Lærkebakken", "Mirabelstien", "Nøddelunden", "Pilekrattet", "Ribesgangen", "Solsortbuen", "Tjørnekrogen"];

    private ulong _count;

    /// <summary>Returns a single person or a household of up to six, limited to the given number.</summary>
    /// <param name="batch">Batch to which a household is added.</param>
    /// <param name="most">Maximum number of persons.</param>
    /// <param name="registeredDaysAgo">Number of days ago on which all of them were registered.</param>
    public List<Refugee> NewUnit(DemoBatch batch, int most, int registeredDaysAgo)
    {
        var nationality = country.Nationalities.Pick(random);
        var language = DemoCountry.FirstLanguage(nationality, random);
        var names = DemoNames.Of(language);
        var family = names.Family(random);
        var alone = random.Chance(0.05);
        var size = alone ? 1 : Math.Min(most, random.Chance(0.62) ? 1 : random.From(2, 6));
        var centre = random.Pick(alone && country.ChildrensCentres.Count > 0 ? country.ChildrensCentres : country.Centres);
        long? household = null;
        if (size > 1)
        {
            household = random.Id();
            batch.Households.Add(new Household { Id = household.Value });
        }
        var parents = size == 2 ? random.From(1, 2) : size > 2 && random.Chance(0.75) ? 2 : 1;
        var registered = clock.DaysAgo(registeredDaysAgo, random);
        var protection = random.Chance(0.03);
        var parentAge = random.From(24, 48);

        var unit = new List<Refugee>(size);
        for (var i = 0; i < size; i++)
        {
            var woman = i < 2 && parents == 2 ? i == 0 : random.Chance(0.45);
            var age = alone ? random.From(13, 17)
                : size == 1 ? random.Chance(0.07) ? random.From(56, 79) : random.From(18, 55)
                : i < parents ? parentAge + random.From(-3, 3)
                : random.From(0, Math.Min(17, parentAge - 20));
            var languages = random.Chance(0.05) ? "" : age >= 12 && language != "eng" && random.Chance(0.25) ? language + " eng" : language;
            unit.Add(new Refugee
            {
                Id = random.Id(),
                Reference = Ids.Reference(Scatter(_count++)),
                RegisteredAt = registered,
                CentreId = centre.Id,
                HouseholdId = household,
                GivenName = names.Given(random, woman),
                FamilyName = family,
                DateOfBirth = BornYearsAgo(age),
                NationalityCode = nationality,
                NameAndAddressProtection = protection,
                Phone = age >= 15 && random.Chance(0.92) ? Phone() : null,
                Languages = languages,
                KnownActivityTypes = random.Chance(0.6) ? KeyList.Join(random.Some([.. country.TypesAtCentre[centre.Id].Distinct()], random.From(1, 3))) : "",
            });
        }
        return unit;
    }

    /// <summary>Returns the language in which a person is interviewed.</summary>
    public static string SpokenWith(Refugee person) => KeyList.Split(person.Languages).FirstOrDefault() ?? "eng";

    /// <summary>
    /// Returns an address that does not exist, in a postal district of the municipality; null if no district is known.
    /// </summary>
    public (string Street, PostalDistrict District)? Address(string municipality)
    {
        var districts = country.PostalDistricts[municipality].ToList();
        return districts.Count == 0 ? null : ($"{random.Pick(Streets)} {random.From(1, 98)}", random.Pick(districts));
    }

    /// <summary>Returns the name of a representative who can give a consent for an unaccompanied child.</summary>
    public string Representative() => $"{DemoNames.Danish.Given(random, random.Chance(0.6))} {DemoNames.Danish.Family(random)}";

    public Caseworker NewCaseworker(Municipality municipality)
    {
        var name = Representative();
        return new Caseworker
        {
            Id = random.Id(),
            MunicipalityCode = municipality.Code,
            Name = name,
            Phone = Phone(),
            Email = $"sagsbehandler{random.From(1000, 9999)}@kommune-{municipality.Code}.example",
        };
    }

    public Volunteer NewVolunteer(DemoBranch branch)
    {
        var newcomer = random.Chance(0.25);
        var language = newcomer ? DemoCountry.FirstLanguage(country.Nationalities.Pick(random), random) : "dan";
        var names = DemoNames.Of(language);
        return new Volunteer
        {
            Id = random.Id(),
            BranchId = branch.Branch.Id,
            GivenName = names.Given(random, random.Chance(0.65)),
            FamilyName = names.Family(random),
            Phone = Phone(),
            Email = $"frivillig{random.From(10000, 99999)}@afdeling.example",
            Languages = KeyList.Join(random.Chance(0.7) ? ["dan", language, "eng"] : ["dan", language]),
            ActivityTypes = KeyList.Join(random.Some(branch.IntegrationTypes, random.From(1, 3))),
            Capacity = random.Chance(0.3) ? random.From(5, 7) : random.From(1, 3),
            ChildCertificateOn = random.Chance(0.6) ? clock.Today.AddDays(-random.From(20, 700)) : null,
        };
    }

    /// <summary>Returns a phone number. Danish numbers do not begin with 00, so nobody can be called by mistake.</summary>
    private string Phone() => $"+4500{random.From(0, 999_999):000000}";

    private int BornYearsAgo(int age)
    {
        var born = clock.Today.AddYears(-age).AddDays(-random.From(0, 364));
        // No birthdays on 29 February: laws, calendars and programs disagree on the day on which such a person comes of age.
        return (born.Year * 10000) + (born.Month * 100) + (born is { Month: 2, Day: 29 } ? 28 : born.Day);
    }

    // A bijection on the 35 bits of a reference, so that references look random and never repeat.
    private static ulong Scatter(ulong number)
    {
        const ulong Mask = (1UL << 35) - 1;
        for (var round = 0; round < 3; round++)
        {
            number = ((number * 0x5851F42D4C957F2D) + 0x14057B7EF767814F) & Mask;
            number ^= number >> 18;
        }
        return number;
    }
}
