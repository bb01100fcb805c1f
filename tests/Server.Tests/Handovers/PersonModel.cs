using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;

namespace Integration.Graph.Server.Tests.Handovers;

/// <summary>
/// Model of one person by section 3 of the design, kept by the test beside the server. It consists of plain sets of fields
/// and values, without any of the server's rules.
/// </summary>
internal sealed class PersonModel(long id, string reference, bool hidden)
{
    public long Id { get; } = id;
    public string Reference { get; } = reference;
    public int Version { get; set; }
    public string? Municipality { get; set; }
    public ContactAnswer? Answer { get; set; }
    public int Consents { get; set; }

    /// <summary>The consent that is neither withdrawn nor replaced. It may have expired.</summary>
    public (HashSet<(RecipientClass, SharedField)> Grants, DateTime Until)? Consent { get; set; }

    /// <summary>The recorded values, by field.</summary>
    public Dictionary<SharedField, string> Values { get; } = new()
    {
        [SharedField.Name] = "Given Family",
        [SharedField.Age] = "19900506",
        [SharedField.Nationality] = "XT",
    };

    public bool InForce(DateTime now) => Consent is { } consent && consent.Until > now;

    public bool VolunteersMayKnow(DateTime now) =>
        Municipality is not null && InForce(now) && Consent!.Value.Grants.Any(x => x.Item1 == RecipientClass.Volunteers);

    /// <summary>Returns the fields and values that the municipality of the placement can read now.</summary>
    public HashSet<(string Municipality, SharedField Field, string Value)> ReadByMunicipality(DateTime now)
    {
        var read = new HashSet<(string, SharedField, string)>();
        if (Municipality is null || !InForce(now))
        {
            return read;
        }

        foreach (var (field, value) in Values)
        {
            if (Consent!.Value.Grants.Contains((RecipientClass.Municipality, field)) && !(hidden && field == SharedField.Address))
            {
                read.Add((Municipality, field, value));
            }
        }

        return read;
    }

    public void Set(SharedField field, string? value)
    {
        if (value is null)
        {
            Values.Remove(field);
        }
        else
        {
            Values[field] = value;
        }
    }
}
