using System.Globalization;
using Integration.Graph.Server.Identity;
using Integration.Graph.Server.Mutations;
using Integration.Graph.Server.Refugees;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Rights;

/// <summary>Keeps what was recorded of a person before somebody changed it.</summary>
internal static class History
{
    /// <summary>What a person can have corrected, by the name of its property. Where they live and who receives them is corrected as one.</summary>
    private static readonly string[] Kept =
    [
        nameof(Refugee.GivenName), nameof(Refugee.FamilyName), nameof(Refugee.DateOfBirth), nameof(Refugee.NationalityCode),
        nameof(Refugee.NameAndAddressProtection), nameof(Refugee.Phone), nameof(Refugee.Languages), nameof(Refugee.KnownActivityTypes),
        nameof(Refugee.MunicipalityCode), nameof(Refugee.MovesInOn), nameof(Refugee.Street), nameof(Refugee.PostalCode), nameof(Refugee.Town),
    ];

    /// <summary>Adds what is different from what is stored. To be called when a step has changed the person and before that is saved.</summary>
    public static void Note(GraphContext db, Refugee refugee, Caller caller, Moment at)
    {
        var entry = db.Entry(refugee);
        foreach (var name in Kept)
        {
            var property = entry.Property(name);
            // What becomes known has no former value.
            if (property.OriginalValue is null or "" || Equals(property.OriginalValue, property.CurrentValue))
                continue;
            db.Add(new FormerValue
            {
                Id = Ids.New(),
                RefugeeId = refugee.Id,
                Field = name,
                Value = property.OriginalValue is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture)
                    : Convert.ToString(property.OriginalValue, CultureInfo.InvariantCulture)!,
                ChangedAt = at.Now,
                ChangedIn = caller.Role!.Value,
                ChangedBy = caller.Subject,
            });
        }
    }
}
