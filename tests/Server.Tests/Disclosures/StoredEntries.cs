using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>Reads the ledger's entries for comparison in tests.</summary>
internal static class StoredEntries
{
    /// <summary>
    /// Returns all entries by number, each with its persons. They are also returned for an entry that only refers to an
    /// earlier one with the same persons.
    /// </summary>
    public static async Task<List<DisclosureEntry>> EntriesAsync(this GraphContext db)
    {
        var entries = await db.DisclosureEntries.AsNoTracking().OrderBy(x => x.Id).ToListAsync();
        var persons = entries.ToDictionary(x => DisclosureEntry.SameAs(x.Id), x => x.Persons);
        entries.ForEach(entry => entry.Persons = persons.GetValueOrDefault(entry.Persons, entry.Persons));
        return entries;
    }
}
