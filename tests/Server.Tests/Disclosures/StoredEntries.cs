using Integration.Graph.Server.Disclosures;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Tests.Disclosures;

/// <summary>The ledger's entries, as a test compares them.</summary>
internal static class StoredEntries
{
    /// <summary>All of them, by number, each with its persons, also where it only names the entry that has the same.</summary>
    public static async Task<List<DisclosureEntry>> EntriesAsync(this GraphContext db)
    {
        var entries = await db.DisclosureEntries.AsNoTracking().OrderBy(x => x.Id).ToListAsync();
        var persons = entries.ToDictionary(x => DisclosureEntry.SameAs(x.Id), x => x.Persons);
        entries.ForEach(entry => entry.Persons = persons.GetValueOrDefault(entry.Persons, entry.Persons));
        return entries;
    }
}
