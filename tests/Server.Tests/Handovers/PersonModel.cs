using Integration.Graph.Server.Consents;
using Integration.Graph.Server.Handovers;

namespace Integration.Graph.Server.Tests.Handovers;

/// <summary>
/// What section 3 of the design says about one person, kept beside the server by a test: plain sets of fields and
/// values, without any of the server's own rules.
/// </summary>
internal sealed class PersonModel(long id, string reference, bool hidden)
{
    public long Id { get; } = id;
    public string Reference { get; } = reference;
    public int Version { get; set; }
    public string? Municipality { get; set; }
    public ContactAnswer? Answer { get; set; }
    public int Consents { get; set; }

    /// <summary>Neither withdrawn nor replaced; may have run out.</summary>
    public (HashSet<(RecipientClass, SharedField)> Grants, DateTime Until)? Consent { get; set; }

    /// <summary>What is recorded, by field.</summary>
    public Dictionary<SharedField, string> Values { get; } = new()
    {
        [SharedField.Name] = "Given Family",
        [SharedField.Age] = "19900506",
        [SharedField.Nationality] = "XT",
    };

    public bool InForce(DateTime now) => Consent is { } consent && consent.Until > now;

    public bool VolunteersMayKnow(DateTime now) =>
        Municipality is not null && InForce(now) && Consent!.Value.Grants.Any(x => x.Item1 == RecipientClass.Volunteers);

    /// <summary>What the municipality of the placement can read now, with the values.</summary>
    public HashSet<(string Municipality, SharedField Field, string Value)> ReadByMunicipality(DateTime now)
    {
        var read = new HashSet<(string, SharedField, string)>();
        if (Municipality is null || !InForce(now))
            return read;
        foreach (var (field, value) in Values)
            if (Consent!.Value.Grants.Contains((RecipientClass.Municipality, field)) && !(hidden && field == SharedField.Address))
                read.Add((Municipality, field, value));
        return read;
    }

    public void Set(SharedField field, string? value)
    {
        if (value is null)
            Values.Remove(field);
        else
            Values[field] = value;
    }
}
