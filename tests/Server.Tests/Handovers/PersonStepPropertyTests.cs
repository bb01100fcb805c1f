using System.Globalization;
using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Referrals;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Sharing;
using Integration.Graph.Server.Tests.Databases;
using Integration.Graph.Server.Tests.Mutations;
using Integration.Graph.Server.Volunteers;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Handovers;

/// <summary>
/// Makes random changes to a few persons, some of one household. After each change, compares the stored data with the
/// consequences that the design demands. <c>FULL=1</c> makes more changes on PostgreSQL.
/// </summary>
public class PersonStepPropertyTests
{
    private static readonly string[] Municipalities = [TestCountry.North, TestCountry.South, TestCountry.East, TestCountry.West];

    [Theory, BothDatabases]
    public async Task What_follows_from_any_sequence_of_steps_is_what_the_design_says(DatabaseKind kind)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        await using var scene = await Scene.CreateAsync(kind);
        await scene.DoAsync(db => db.Branches.Where(x => x.Slug.StartsWith("test-")).ExecuteUpdateAsync(row => row.SetProperty(x => x.Capacity, 2)));
        var random = new Random(seed);
        var persons = new List<PersonModel>();
        for (var i = 0; i < 4; i++)
        {
            var hidden = i == 3;
            var id = await scene.RegisterAsync(Scene.Person() with
            {
                Languages = null,
                Phone = null,
                NameAndAddressProtection = hidden,
                HouseholdOf = i == 1 ? persons[0].Id : null,
            });
            await scene.AskAsync(id);
            persons.Add(new PersonModel(id, (await scene.LoadAsync(id)).Reference, hidden) { Answer = ContactAnswer.WantsContact });
        }

        // The same code decides on both databases, so fewer changes are enough on PostgreSQL.
        var steps = kind == DatabaseKind.Sqlite || Environment.GetEnvironmentVariable("FULL") == "1" ? 150 : 60;
        for (var step = 0; step < steps; step++)
        {
            scene.Clock.Pass(TimeSpan.FromMinutes(random.Next(1, 120)));
            var person = persons[random.Next(persons.Count)];
            var readBefore = person.ReadByMunicipality(scene.Clock.Now);
            person.Version = (await scene.LoadAsync(person.Id)).Version;

            var did = await TakeAsync(scene, random, person);

            var context = $"seed {seed}, step {step}: {did}";
            await CheckPersonAsync(scene, person, readBefore, did, context);
            var referrals = await scene.DoAsync(db => db.Referrals.AsSplitQuery().Include(x => x.Matches).Include(x => x.Refugee!.Consent).ToListAsync());
            foreach (var each in persons)
            {
                CheckReferrals(each, [.. referrals.Where(x => x.RefugeeId == each.Id)], scene.Clock.Now, context);
            }

            await CheckBranchesAsync(scene, referrals.FindAll(x => x.ClosedAt is null), context);
            await CheckConditionsAsync(scene, context);
        }
    }

    /// <summary>The conditions of queries decide as the rules in memory do, at this instant and at each end of a consent.</summary>
    private static Task CheckConditionsAsync(Scene scene, string context) => scene.DoAsync(async db =>
    {
        var persons = await db.Refugees.AsNoTracking().Include(x => x.Consent).OrderBy(x => x.Id).ToListAsync();
        // The conditions of queries rely on this.
        persons.ShouldAllBe(x => x.Consent == null || (x.Consent.WithdrawnAt == null && x.Consent.ReplacedAt == null), context);
        foreach (var now in persons.Select(x => x.Consent?.ValidUntil).OfType<DateTime>().Append(scene.Clock.Now).Distinct())
        {
            var found = await db.Refugees.OrderBy(x => x.Id).Select(SharingConditions.Inline((Refugee x) => new
            {
                InForce = x.HasConsentInForce(now),
                Municipality = x.AdmitsMunicipality(now),
                Volunteers = x.AdmitsVolunteers(now),
                Address = x.SharesAddressWithVolunteers(),
            })).ToListAsync();

            found.ShouldBe(persons.Select(x => new
            {
                InForce = x.Consent.IsInForce(now),
                Municipality = x.Consent.IsInForce(now) && x.Consent.MunicipalityFields != SharedFields.None,
                Volunteers = x.Consent.IsInForce(now) && x.Consent.VolunteersFields != SharedFields.None,
                Address = (x.Consent?.VolunteersFields ?? SharedFields.None).Shareable(x.NameAndAddressProtection).HasFlag(SharedFields.Address),
            }), context);
        }

        foreach (var recipient in Enum.GetValues<RecipientClass>())
        {
            foreach (var field in Enum.GetValues<SharedField>())
            {
                var granted = await db.Refugees.Where(SharingConditions.Grants(recipient, field)).Select(x => x.Id).OrderBy(x => x).ToListAsync();

                granted.ShouldBe(persons.Where(x => (Fields(x, recipient).Shareable(x.NameAndAddressProtection) & field.Bit()) != 0).Select(x => x.Id), $"{context}: {recipient} {field}");
            }
        }

        static SharedFields Fields(Refugee person, RecipientClass recipient) =>
            (recipient == RecipientClass.Municipality ? person.Consent?.MunicipalityFields : person.Consent?.VolunteersFields) ?? SharedFields.None;
    });

    // Returns a description of the change, with a leading minus if it was refused.
    private static async Task<string> TakeAsync(Scene scene, Random random, PersonModel person)
    {
        var now = scene.Clock.Now;
        switch (random.Next(14))
        {
            case 0:
                {
                    var municipality = Municipalities[random.Next(Municipalities.Length)];
                    var street = random.Next(2) == 0 ? $"Nygade {random.Next(3)}" : null;
                    await scene.PlaceAsync(person.Id, municipality,
                        address: street is null ? null : new AddressInput(street, TestCountry.PostalCodeInNorth));
                    if (person.Municipality != municipality)
                    {
                        person.Set(SharedField.Address, null);
                        person.Set(SharedField.Caseworker, null);
                    }
                    person.Municipality = municipality;
                    if (street is not null)
                    {
                        person.Set(SharedField.Address, street);
                    }

                    return $"place {municipality} {street}";
                }
            case 1 or 2:
                {
                    var phone = random.Next(4) == 0 ? null : "+450000000" + random.Next(3).ToString(CultureInfo.InvariantCulture);
                    await scene.UpdateAsync(new(person.Id, Phone: new(phone)));
                    person.Set(SharedField.Phone, phone);
                    return $"phone {phone}";
                }
            case 3 or 4 when person.Municipality is not null:
                {
                    var name = random.Next(4) == 0 ? null : $"Karen {random.Next(3)}";
                    var street = random.Next(4) == 0 ? null : $"Nygade {random.Next(3)}";
                    await scene.UpdateAsync(new(person.Id,
                        Address: new(street is null ? null : new(street, TestCountry.PostalCodeInNorth)),
                        Caseworker: new(name is null ? null : new(name))));
                    person.Set(SharedField.Address, street);
                    person.Set(SharedField.Caseworker, name);
                    return $"address {street} caseworker {name}";
                }
            case 5:
                {
                    string[] languages = random.Next(3) == 0 ? [] : [TestCountry.Tongue, TestCountry.OtherTongue];
                    random.Shuffle(languages);
                    await scene.UpdateAsync(new(person.Id, Languages: new(languages)));
                    person.Set(SharedField.Languages, languages.Length == 0 ? null : string.Join(' ', languages));
                    return $"languages {string.Join(' ', languages)}";
                }
            case 6:
                {
                    var answer = random.Next(8) switch { 0 => ContactAnswer.Declines, 1 => ContactAnswer.Undecided, _ => ContactAnswer.WantsContact };
                    await scene.AskAsync(person.Id, answer, random.Next(2) == 0 ? [TestCountry.Language] : null);
                    person.Answer = answer;
                    if (answer == ContactAnswer.Declines && person.InForce(now))
                    {
                        person.Consent = null;
                    }

                    return $"interview {answer}";
                }
            case 7 or 8 or 9:
                {
                    // Every third consent grants nothing to one of the classes.
                    var without = random.Next(6) switch { 0 => RecipientClass.Municipality, 1 => RecipientClass.Volunteers, _ => (RecipientClass?)null };
                    var grants = Scene.Everything.Where(x => x.Recipient != without && random.Next(3) > 0).ToList();
                    var until = now.AddHours(random.Next(1, 100));
                    var give = !person.InForce(now);
                    var valid = grants.Count > 0 && (!give || person.Answer == ContactAnswer.WantsContact);
                    var errors = await Scene.ErrorsOfAsync(() => give
                        ? scene.ConsentAsync(person.Id, grants, validUntil: until)
                        : scene.ChangeAsync(person.Id, person.Consents, grants, validUntil: until));
                    (errors.Count == 0).ShouldBe(valid);
                    if (errors.Count > 0)
                    {
                        return "- consent";
                    }

                    person.Consents++;
                    person.Consent = (grants.Select(x => (x.Recipient, x.Field)).ToHashSet(), until);
                    return $"consent {string.Join(' ', grants)} until {until:s}";
                }
            case 10 when random.Next(3) == 0:
                {
                    // Without a consent in force, only a referral that has lapsed but is not closed yet can end.
                    var ends = person.InForce(now) || (await scene.LoadAsync(person.Id)).Referral is { ClosedAt: null };
                    await scene.WithdrawAsync(person.Reference);
                    if (person.InForce(now))
                    {
                        person.Consent = null;
                    }

                    return ends ? "withdraw" : "- withdraw";
                }
            default:
                return await CoordinateAsync(scene, random, person);
        }
    }

    // Makes the next step of the coordinator or the volunteer, or returns the referral.
    private static async Task<string> CoordinateAsync(Scene scene, Random random, PersonModel person)
    {
        var referral = (await scene.LoadAsync(person.Id)).Referral;
        if (referral is not { ClosedAt: null, BranchId: { } branch } || !person.VolunteersMayKnow(scene.Clock.Now))
        {
            return "-";
        }

        if (random.Next(3) == 0 && referral.Status is not ReferralStatus.Matched)
        {
            await scene.ReturnAsync(referral.Id, branch);
            return "return";
        }
        if (referral.Status == ReferralStatus.Assigned)
        {
            await scene.AcceptAsync(referral.Id, branch);
            return "accept";
        }
        var match = await scene.DoAsync(db => db.Matches.SingleOrDefaultAsync(
            x => x.ReferralId == referral.Id && (x.Status == MatchStatus.Proposed || x.Status == MatchStatus.Confirmed)));
        if (match is null)
        {
            var volunteer = await scene.RegisterVolunteerAsync(branch,
                new("Vol", "Unteer", ActivityTypes: [TestCountry.Family], ChildCertificateOn: scene.Clock.Today));
            await scene.ProposeAsync(referral.Id, volunteer, branch);
            return "propose";
        }
        if (match.Status == MatchStatus.Proposed)
        {
            await scene.ConfirmAsync(match.Id, match.VolunteerId, random.Next(3) > 0);
        }
        else
        {
            await scene.EndAsync(match.Id, Scene.Volunteer(match.VolunteerId));
        }

        return $"answer {match.Status}";
    }

    // A notice contains exactly the fields whose value the municipality can read after the change and could not read before.
    private static async Task CheckPersonAsync(
        Scene scene, PersonModel person, HashSet<(string, SharedField, string)> readBefore, string did, string context)
    {
        var stored = await scene.LoadAsync(person.Id);
        stored.Version.ShouldBe(did.StartsWith('-') ? person.Version : person.Version + 1, context);
        stored.MunicipalityCode.ShouldBe(person.Municipality, context);
        var told = stored.HandoverNotices.Where(x => x.CreatedAt == scene.Clock.Now)
            .SelectMany(x => Enum.GetValues<SharedField>().Where(field => ((int)x.News >> ((int)field - 1) & 1) == 1)
                .Select(field => (x.MunicipalityCode, field)))
            .ToList();
        var gained = person.ReadByMunicipality(scene.Clock.Now).Except(readBefore).Select(x => (x.Item1, x.Item2));
        told.ShouldBe(gained, ignoreOrder: true, customMessage: context);
    }

    private static void CheckReferrals(PersonModel person, List<Referral> referrals, DateTime now, string context)
    {
        var open = referrals.FindAll(x => x.ClosedAt is null);
        open.Count.ShouldBeLessThanOrEqualTo(1, context);
        foreach (var referral in referrals.Where(x => x.ClosedAt is not null))
        {
            referral.Matches.ShouldAllBe(x => x.Status == MatchStatus.Ended || x.Status == MatchStatus.Declined, context);
            referral.Status.ShouldBeOneOf([ReferralStatus.Closed, ReferralStatus.Lapsed, ReferralStatus.Returned], context);
        }
        if (open.Count == 1)
        {
            // The expiry of a consent is stored only with the next change to the person.
            var consent = person.Consent.ShouldNotBeNull(context);
            consent.Grants.ShouldContain(x => x.Item1 == RecipientClass.Volunteers, context);
            open[0].MunicipalityCode.ShouldBe(person.Municipality, context);
            open[0].Refugee!.ReferralId.ShouldBe(open[0].Id, context);
            (open[0].Status == ReferralStatus.AwaitingBranch).ShouldBe(open[0].BranchId is null, context);
            if (open[0].BranchId is { } branch)
            {
                referrals.ShouldNotContain(x => x.Status == ReferralStatus.Returned && x.BranchId == branch, context);
            }
        }
        if (person.VolunteersMayKnow(now) && person.Answer == ContactAnswer.WantsContact)
        {
            open.Count.ShouldBe(1, context);
        }
    }

    private static async Task CheckBranchesAsync(Scene scene, List<Referral> referrals, string context)
    {
        var inForce = referrals.Where(x => x.Refugee!.Consent!.ValidUntil > scene.Clock.Now).ToList();
        foreach (var branch in inForce.Where(x => x.BranchId is not null).GroupBy(x => x.BranchId!.Value))
        {
            branch.Count().ShouldBeLessThanOrEqualTo(2, context);
            new[] { TestCountry.NorthA, TestCountry.NorthB, TestCountry.SouthA }.ShouldContain(branch.Key, context);
        }
        var requested = (await scene.ActivationsAsync()).Where(x => x.Status == ActivationStatus.Requested).Select(x => x.BranchId).ToList();
        requested.ShouldBeUnique(context);
        var quiet = new Dictionary<string, long[]>
        {
            [TestCountry.North] = [TestCountry.NorthQuiet],
            [TestCountry.South] = [TestCountry.SouthQuiet],
            [TestCountry.East] = [TestCountry.EastNear, TestCountry.EastFar],
            [TestCountry.West] = [],
        };
        foreach (var (municipality, branches) in quiet)
        {
            var waits = referrals.Any(x => x.MunicipalityCode == municipality && x.Status == ReferralStatus.AwaitingBranch);
            var waitsNow = inForce.Any(x => x.MunicipalityCode == municipality && x.Status == ReferralStatus.AwaitingBranch);
            if (!waits)
            {
                requested.Intersect(branches).ShouldBeEmpty(context);
            }

            if (waitsNow && branches.Length > 0)
            {
                requested.Intersect(branches).ShouldNotBeEmpty(context);
            }
        }
    }
}
