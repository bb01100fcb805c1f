using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Refugees;

namespace Integration.Graph.Server.Demo;

/// <summary>How a household's consent develops.</summary>
internal enum DemoTurn
{
    Stays,
    Changes,
    Withdraws,
    Declines,
    RunsOut,
    Moves,
}

/// <summary>Why a person is no longer visible to recipients.</summary>
internal enum DemoEnd
{
    None,
    Withdrawn,
    Expired,
    Moved,
}

/// <summary>When a household gives its consent, what it grants, and when that changes.</summary>
internal sealed record DemoPlan(
    DateTime GivenAt, DemoTurn Turn, DateTime TurnsAt, SharedFields Municipality, SharedFields Volunteers, ConsentMethod Method);

/// <summary>The effect of a person's consents: what is visible to which class, from when and until when.</summary>
internal sealed record DemoShown(
    Refugee Person, IReadOnlyList<Consent> Versions, DateTime? VolunteersFrom, DateTime Until, DemoEnd End);

/// <summary>Gives, changes and withdraws consents.</summary>
internal sealed class DemoConsents(DemoPeople people, DemoClock clock, DemoRandom random)
{
    private const string RecordedBy = "demo-centre-worker";
    private static readonly SharedFields[] Fields =
        [.. Enum.GetValues<SharedField>().Select(x => (SharedFields)(1 << ((int)x - 1)))];

    public DemoPlan NewPlan(DateTime givenAt, bool placed)
    {
        var age = (clock.Now - givenAt).TotalDays;
        var turn = random.Fraction() switch
        {
            < 0.10 when age > 20 => DemoTurn.Changes,
            < 0.17 when age > 15 => DemoTurn.Withdraws,
            < 0.20 when age > 15 => DemoTurn.Declines,
            < 0.30 when age > 220 => DemoTurn.RunsOut,
            > 0.94 when age > 90 && placed => DemoTurn.Moves,
            _ => DemoTurn.Stays,
        };
        var turnsAt = clock.DaysAgo(random.From(1, Math.Max(1, (int)age - (turn == DemoTurn.Moves ? 60 : 8))), random);
        var (municipality, volunteers) = NewGrants();
        return new(givenAt, turn, turnsAt, municipality, volunteers,
            random.Chance(0.7) ? ConsentMethod.SignedForm : ConsentMethod.OralWithInterpreter);
    }

    public DemoShown Give(DemoBatch batch, Refugee person, DemoPlan plan)
    {
        // A guardian cannot give a consent in the month of the 18th birthday, so such a person is made a year younger.
        if (IsMinor(person, plan.GivenAt) && ConsentRules.GuardianEnd(person.DateOfBirth) <= plan.GivenAt)
        {
            person.DateOfBirth = Age.ToNumber(Age.ToDay(person.DateOfBirth).AddYears(1));
        }

        var (municipality, volunteers) = random.Chance(0.2) ? NewGrants() : (plan.Municipality, plan.Volunteers);
        var first = NewVersion(person, 1, plan.GivenAt, plan.Turn == DemoTurn.RunsOut ? 6 : 24, municipality, volunteers, plan.Method, null);
        var versions = new List<Consent> { first };
        // An expired consent can be neither changed nor withdrawn.
        var turn = first.ValidUntil <= plan.TurnsAt ? DemoTurn.Stays : plan.Turn;
        if (turn == DemoTurn.Changes)
        {
            first.ReplacedAt = plan.TurnsAt;
            versions.Add(NewVersion(person, 2, plan.TurnsAt, 24, Changed(municipality), Changed(volunteers), plan.Method, first));
        }
        var last = versions[^1];
        if (turn is DemoTurn.Withdraws or DemoTurn.Declines)
        {
            last.WithdrawnAt = plan.TurnsAt;
        }
        else
        {
            person.ConsentId = last.Id;
        }

        batch.Consents.AddRange(versions);

        var end = last.WithdrawnAt is not null ? DemoEnd.Withdrawn : last.ValidUntil <= clock.Now ? DemoEnd.Expired : DemoEnd.None;
        var until = end switch
        {
            DemoEnd.Withdrawn => last.WithdrawnAt!.Value,
            DemoEnd.Expired => last.ValidUntil,
            _ => clock.Now,
        };
        return new(person, versions, versions.FirstOrDefault(x => x.VolunteersFields != 0)?.GivenAt, until, end);
    }

    private Consent NewVersion(
        Refugee person, int version, DateTime at, int months, SharedFields municipality, SharedFields volunteers, ConsentMethod method, Consent? last)
    {
        var minor = IsMinor(person, at);
        var until = at.AddMonths(months);
        if (minor && until > ConsentRules.GuardianEnd(person.DateOfBirth))
        {
            until = ConsentRules.GuardianEnd(person.DateOfBirth);
        }

        var ofMunicipality = ClassVersion.After(last, last is not null, RecipientClass.Municipality, municipality, until, method);
        var ofVolunteers = ClassVersion.After(last, last is not null, RecipientClass.Volunteers, volunteers, until, method);
        return new Consent
        {
            Id = random.Id(),
            RefugeeId = person.Id,
            Version = version,
            GivenAt = at,
            ValidUntil = until,
            Method = method,
            LanguageCode = DemoPeople.SpokenWith(person),
            Guardian = minor ? people.Representative() : null,
            RecordedBy = RecordedBy,
            MunicipalityFields = municipality,
            VolunteersFields = volunteers,
            MunicipalityVersion = ofMunicipality.Version,
            MunicipalitySince = ofMunicipality.Since,
            VolunteersVersion = ofVolunteers.Version,
            VolunteersSince = ofVolunteers.Since,
        };
    }

    private static bool IsMinor(Refugee person, DateTime at) => Age.On(DemoClock.DayOf(at), person.DateOfBirth) < Age.Majority;

    private (SharedFields Municipality, SharedFields Volunteers) NewGrants() => random.Fraction() switch
    {
        < 0.62 => (SharedFields.All, SharedFields.All),
        < 0.82 => (Some(), Some()),
        < 0.91 => (random.Chance(0.6) ? SharedFields.All : Some(), SharedFields.None),
        _ => (SharedFields.None, random.Chance(0.6) ? SharedFields.All : Some()),
    };

    private SharedFields Some() => random.Some(Fields, random.From(2, 6)).Aggregate(SharedFields.None, (all, one) => all | one);

    // Adds or removes a field, but never all of them: that would be a withdrawal.
    private SharedFields Changed(SharedFields fields)
    {
        var changed = random.Chance(0.6) ? fields | Some() : fields & Some();
        return changed == SharedFields.None ? fields : changed;
    }
}
