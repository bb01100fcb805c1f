using System.Globalization;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;
using Integration.Graph.Server.Time;

namespace Integration.Graph.Server.Rights;

/// <summary>Keeps the previous values of a person's record when they are changed.</summary>
internal static class History
{
    /// <summary>Properties whose previous values are kept, each with its name in the export.</summary>
    public static IReadOnlyDictionary<string, string> Kept { get; } = new Dictionary<string, string>
    {
        [nameof(Refugee.GivenName)] = "givenName",
        [nameof(Refugee.FamilyName)] = "familyName",
        [nameof(Refugee.DateOfBirth)] = "dateOfBirth",
        [nameof(Refugee.NationalityCode)] = "nationality",
        [nameof(Refugee.NameAndAddressProtection)] = "nameAndAddressProtection",
        [nameof(Refugee.Phone)] = "phone",
        [nameof(Refugee.Languages)] = "languages",
        [nameof(Refugee.KnownActivityTypes)] = "knownActivityTypes",
        [nameof(Refugee.MunicipalityCode)] = "municipality",
        [nameof(Refugee.MovesInOn)] = "movesInOn",
        [nameof(Refugee.Street)] = "street",
        [nameof(Refugee.PostalCode)] = "postalCode",
        [nameof(Refugee.Town)] = "town",
    };

    /// <summary>
    /// Adds the previous value of each changed property. Call it after a step has changed the person and before the
    /// changes are saved.
    /// </summary>
    public static void Note(GraphContext db, Refugee refugee, Caller caller, Moment at)
    {
        var entry = db.Entry(refugee);
        foreach (var name in Kept.Keys)
        {
            var property = entry.Property(name);
            // A value that was unknown before has no previous value.
            if (property.OriginalValue is null or "" || Equals(property.OriginalValue, property.CurrentValue))
            {
                continue;
            }

            db.Add(new FormerValue
            {
                Id = Ids.New(),
                RefugeeId = refugee.Id,
                Field = name,
                Value = Written(property.OriginalValue),
                ChangedAt = at.Now,
                ChangedIn = caller.Role!.Value,
                ChangedBy = caller.Subject,
            });
        }
    }

    // Formats a value as the export does: dates in ISO 8601, including the date of birth, which is a number in the table.
    private static string Written(object value) => value switch
    {
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        int birth => Written(Age.ToDay(birth)),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
