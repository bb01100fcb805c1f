using Integration.Graph.Server.Handovers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Demo;

/// <summary>Generates the events of one unit (a person or household) after another, up to its current state.</summary>
internal sealed class DemoProcess
{
    private readonly DemoCountry _country;
    private readonly DemoPeople _people;
    private readonly DemoReferrals _referrals;
    private readonly ILookup<string, Caseworker> _caseworkers;
    private readonly DemoClock _clock;
    private readonly DemoRandom _random;
    private readonly DemoConsents _consents;
    private readonly Weighted<Story> _stories = new();

    public DemoProcess(
        DemoCountry country, DemoPeople people, DemoReferrals referrals, ILookup<string, Caseworker> caseworkers,
        DemoClock clock, DemoRandom random)
    {
        (_country, _people, _referrals, _caseworkers, _clock, _random) = (country, people, referrals, caseworkers, clock, random);
        _consents = new(people, clock, random);
        _stories.Add(Story.Registered, 8);
        _stories.Add(Story.ConsentedNotPlaced, 3);
        _stories.Add(Story.NotAsked, 8);
        _stories.Add(Story.Declined, 7);
        _stories.Add(Story.Undecided, 5);
        _stories.Add(Story.WantsContact, 3);
        _stories.Add(Story.Consented, 66);
    }

    private enum Story
    {
        Registered,
        ConsentedNotPlaced,
        NotAsked,
        Declined,
        Undecided,
        WantsContact,
        Consented,
    }

    /// <summary>Generates a unit of at most the given number of persons.</summary>
    /// <returns>Number of persons in the unit.</returns>
    public int Play(DemoBatch batch, int most)
    {
        var story = _stories.Pick(_random);
        var days = story switch
        {
            Story.Registered => _random.From(1, 45),
            Story.ConsentedNotPlaced => _random.From(4, 30),
            Story.NotAsked or Story.Undecided => _random.From(10, 110),
            // Persons who declined are erased 30 days after the move, which is a month or two after the placement.
            Story.Declined or Story.WantsContact => _random.From(10, 60),
            // More units are recent. None is older than the 24 months after which persons are erased.
            _ => 15 + (int)(685 * Math.Pow(_random.Fraction(), 2)),
        };
        var unit = _people.NewUnit(batch, most, days);
        batch.Refugees.AddRange(unit);

        DateTime Within(int least, int latest) =>
            DemoClock.Later(_clock.Today.AddDays(-days + _random.From(least, Math.Min(latest, days - 1))), _random);
        var placement = story is Story.Registered or Story.ConsentedNotPlaced
            ? null
            : Place(unit, _country.Municipalities.Pick(_random), Within(2, 12));
        if (story is Story.Registered or Story.NotAsked)
        {
            return unit.Count;
        }

        var asked = Within(1, 20);
        var answer = story switch
        {
            Story.Declined => ContactAnswer.Declines,
            Story.Undecided => ContactAnswer.Undecided,
            _ => ContactAnswer.WantsContact,
        };
        Ask(batch, unit, asked, answer);
        if (story is Story.Consented or Story.ConsentedNotPlaced)
        {
            Consent(batch, unit, placement, asked);
        }

        return unit.Count;
    }

    private DemoPlacement Place(List<Refugee> unit, Municipality municipality, DateTime at)
    {
        // The municipality takes over at the end of the month after its choice.
        var day = DemoClock.DayOf(at);
        DateOnly? movesIn = new DateOnly(day.Year, day.Month, 1).AddMonths(2);
        if (at > _clock.Now.AddDays(-20) && _random.Chance(0.4))
        {
            movesIn = null;
        }

        var address = movesIn is { } move && _random.Chance(move <= _clock.Today.AddDays(14) ? 0.88 : 0.25)
            ? _people.Address(municipality.Code)
            : null;
        var known = at;
        if (address is not null && _random.Chance(0.5))
        {
            known = Min(at.AddDays(_random.From(3, 25)), _clock.Now.AddHours(-_random.From(1, 20)));
        }

        var caseworker = _random.Chance(0.85) ? _random.Pick(_caseworkers[municipality.Code].ToList()) : null;
        foreach (var person in unit)
        {
            (person.MunicipalityCode, person.PlacedAt, person.MovesInOn) = (municipality.Code, at, movesIn);
            (person.Street, person.PostalCode, person.Town) = (address?.Street, address?.District.Code, address?.District.Town);
            person.CaseworkerId = caseworker?.Id;
        }
        return new(municipality, at, address is null ? null : known > at ? known : at);
    }

    private void Ask(DemoBatch batch, List<Refugee> unit, DateTime at, ContactAnswer answer)
    {
        var wishes = answer == ContactAnswer.WantsContact
            ? KeyList.Join(_random.Some(_country.IntegrationTypes, _random.From(0, 3)))
            : "";
        foreach (var person in unit)
        {
            var language = DemoPeople.SpokenWith(person);
            var interview = new HandoverInterview
            {
                Id = _random.Id(),
                RefugeeId = person.Id,
                HeldOn = DemoClock.DayOf(at),
                HeldBy = "demo-centre-worker",
                LanguageCode = language,
                Interpreter = language != "eng" && _random.Chance(0.8),
                Answer = answer,
                Wishes = wishes,
                RecordedAt = at,
            };
            batch.Interviews.Add(interview);
            person.InterviewId = interview.Id;
        }
    }

    private void Consent(DemoBatch batch, List<Refugee> unit, DemoPlacement? placement, DateTime asked)
    {
        var plan = _consents.NewPlan(asked.AddMinutes(_random.From(10, 40)), placement is not null);
        DemoPlacement? second = null;
        if (plan.Turn == DemoTurn.Moves && placement is not null)
        {
            second = Place(unit, _country.Municipalities.Pick(_random), Max(plan.TurnsAt, placement.At.AddDays(1)));
            plan = plan with { TurnsAt = second.At };
        }
        var shown = unit.Select(person => _consents.Give(batch, person, plan)).ToList();
        if (plan.Turn == DemoTurn.Declines)
        {
            Ask(batch, unit, plan.TurnsAt, ContactAnswer.Declines);
        }

        if (placement is null)
        {
            return;
        }

        foreach (var one in shown)
        {
            DemoNotices.Add(batch, one, placement, second?.At, _clock, _random);
            if (second is not null)
            {
                DemoNotices.Add(batch, one, second, null, _clock, _random);
            }
        }
        Refer(batch, shown, placement, second?.At);
        if (second is not null)
        {
            Refer(batch, shown, second, null);
        }
    }

    // Members of a household that are visible to volunteers for the same period are referred together.
    private void Refer(DemoBatch batch, List<DemoShown> shown, DemoPlacement placement, DateTime? leaves)
    {
        foreach (var together in shown
            .Where(x => x.VolunteersFrom is { } from && Max(from, placement.At) < Min(x.Until, leaves ?? x.Until))
            .GroupBy(x => (From: Max(x.VolunteersFrom!.Value, placement.At), Until: Min(x.Until, leaves ?? x.Until), x.End)))
        {
            var end = leaves == together.Key.Until ? DemoEnd.Moved : together.Key.End;
            _referrals.Refer(batch, [.. together.Select(x => x.Person)], placement.Municipality, together.Key.From, together.Key.Until, end);
        }
    }

    private static DateTime Min(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Max(DateTime a, DateTime b) => a > b ? a : b;
}

/// <summary>The placement of a unit: municipality, instant, and since when the address is known (null if it is not).</summary>
internal sealed record DemoPlacement(Municipality Municipality, DateTime At, DateTime? AddressKnownAt);
