using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;

namespace Integration.Graph.Server.Demo;

/// <summary>Generates the notices to municipalities about the fields that they may read.</summary>
internal static class DemoNotices
{
    public static void Add(
        DemoBatch batch, DemoShown shown, DemoPlacement placement, DateTime? leaves, DemoClock clock, DemoRandom random)
    {
        var until = leaves is { } moves && moves < shown.Until ? moves : shown.Until;
        var told = SharedFields.None;
        foreach (var version in shown.Versions)
        {
            var at = version.GivenAt > placement.At ? version.GivenAt : placement.At;
            if (version.ReplacedAt <= at)
            {
                continue;
            }

            Tell(version.MunicipalityFields & Known(shown, placement, at) & ~told, at);
            told |= version.MunicipalityFields & Known(shown, placement, at);
            if (placement.AddressKnownAt is { } known && known > at && !(version.ReplacedAt <= known))
            {
                Tell(version.MunicipalityFields & Known(shown, placement, known) & ~told, known);
                told |= version.MunicipalityFields & SharedFields.Address;
            }
        }

        void Tell(SharedFields news, DateTime at)
        {
            if (news == SharedFields.None || at >= until)
            {
                return;
            }

            var acknowledged = at.AddHours(random.From(2, 24 * 6));
            var isAcknowledged = acknowledged < clock.Now && random.Chance(0.88);
            batch.Notices.Add(new HandoverNotice
            {
                Id = random.Id(),
                RefugeeId = shown.Person.Id,
                Reference = shown.Person.Reference,
                MunicipalityCode = placement.Municipality.Code,
                News = news,
                CreatedAt = at,
                AcknowledgedAt = isAcknowledged ? acknowledged : null,
                AcknowledgedBy = isAcknowledged ? "demo-municipality-" + placement.Municipality.Code : null,
                Version = isAcknowledged ? 2 : 1,
            });
        }
    }

    // The fields that have a value at that time; never a protected address.
    private static SharedFields Known(DemoShown shown, DemoPlacement placement, DateTime at)
    {
        var person = shown.Person;
        var known = SharedFields.Name | SharedFields.Age | SharedFields.Nationality;
        if (person.Phone is not null)
        {
            known |= SharedFields.Phone;
        }

        if (person.Languages.Length > 0)
        {
            known |= SharedFields.Languages;
        }

        if (person.CaseworkerId is not null)
        {
            known |= SharedFields.Caseworker;
        }

        if (placement.AddressKnownAt <= at && !person.NameAndAddressProtection)
        {
            known |= SharedFields.Address;
        }

        return known;
    }
}
