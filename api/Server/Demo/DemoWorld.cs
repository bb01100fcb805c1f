using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.ReferenceData;

namespace Integration.Graph.Server.Demo;

/// <summary>
/// Generates an invented country with persons in every state of the process, in the proportions of the facts, for Development
/// and for measurements. All dates are relative to the day of generation: the same seed on the same day gives the same world.
/// Nobody in it exists.
/// </summary>
internal static class DemoWorld
{
    public const ulong DefaultSeed = 98_220_060;

    /// <summary>
    /// Streams the world in batches, to be stored in this order. Any number of persons needs the memory of one batch only.
    /// </summary>
    /// <param name="data">The facts.</param>
    /// <param name="count">Number of persons.</param>
    /// <param name="today">The day; all events are before it.</param>
    /// <param name="seed">Seed of the random generator. Another seed gives another world.</param>
    /// <param name="batchSize">Approximate number of persons per batch.</param>
    public static IEnumerable<DemoBatch> Generate(
        SeedData data, int count, DateOnly today, ulong seed = DefaultSeed, int batchSize = 5000)
    {
        var random = new DemoRandom(seed ^ ((ulong)today.DayNumber << 32));
        var clock = new DemoClock(today);
        var country = new DemoCountry(data, today);
        var people = new DemoPeople(country, clock, random);
        var referrals = new DemoReferrals(country, clock, random);
        var batch = new DemoBatch();
        var caseworkers = Receivers(country, people, batch, random, count);
        var process = new DemoProcess(country, people, referrals, caseworkers, clock, random);

        for (var left = count; left > 0;)
        {
            left -= process.Play(batch, left);
            if (batch.Refugees.Count < batchSize)
            {
                continue;
            }

            yield return batch;
            batch = new DemoBatch();
        }
        referrals.FinishActivations(batch);
        yield return batch;
    }

    // Recipients: caseworkers everywhere, volunteers where there are integration activities.
    private static ILookup<string, Caseworker> Receivers(
        DemoCountry country, DemoPeople people, DemoBatch batch, DemoRandom random, int count)
    {
        foreach (var municipality in country.AllMunicipalities)
        {
            for (var i = 0; i < 2 + (municipality.Population / 60_000); i++)
            {
                batch.Caseworkers.Add(people.NewCaseworker(municipality));
            }

            foreach (var branch in country.Branches[municipality.Code].Where(x => x.IsActive))
            {
                for (var i = random.From(4, 9) * Math.Clamp(count / DemoOptions.DefaultInDevelopment, 1, 20); i > 0; i--)
                {
                    var volunteer = people.NewVolunteer(branch);
                    batch.Volunteers.Add(volunteer);
                    branch.Volunteers.Add(new(volunteer.Id, volunteer.Capacity, volunteer.ChildCertificateOn is not null));
                }
            }
        }
        return batch.Caseworkers.ToLookup(x => x.MunicipalityCode);
    }
}
