using System.Globalization;
using System.Text.Json;
using Integration.Graph.Server.Activities;
using Integration.Graph.Server.Branches;
using Integration.Graph.Server.Identifiers;
using Integration.Graph.Server.Municipalities;
using Integration.Graph.Server.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Integration.Graph.Server.ReferenceData;

/// <summary>Loads the seed data into the database in one transaction.</summary>
/// <remarks>
/// The loader records what it has loaded row by row, and writes only rows whose line in a file has changed. Changes and
/// additions by people are therefore kept. Rows that are no longer loaded, because they were removed from a file or are
/// assumptions that are left out, are deleted unless something refers to them.
/// </remarks>
internal sealed class ReferenceDataLoader(GraphContext context)
{
    // Increase it when the same files lead to other rows, so that existing databases are updated.
    private const int Edition = 2;
    private const string FilesMark = "seed-data";

    private readonly List<SeedChange> _changes = [];

    /// <summary>Loads the rows that are new or changed in the files.</summary>
    /// <returns>Whether the files have changed since they were last loaded.</returns>
    /// <exception cref="SeedDataException">Rows are invalid; nothing was changed.</exception>
    public async Task<bool> LoadAsync(SeedSource source, CancellationToken cancellationToken = default)
    {
        var hash = string.Create(CultureInfo.InvariantCulture, $"{Edition}:{source.Hash}");
        if (await context.StorageMarks.AnyAsync(x => x.Name == FilesMark && x.Value == hash, cancellationToken))
        {
            return false;
        }

        var data = SeedData.Read(source);

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await WriteAsync(data, cancellationToken);
        await MarkAsync(FilesMark, hash, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Returns what <see cref="LoadAsync"/> would do, without changing anything: it loads in a transaction and rolls it back.
    /// </summary>
    /// <param name="data">The rows of the files.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<IReadOnlyList<SeedChange>> PreviewAsync(SeedData data, CancellationToken cancellationToken = default)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await WriteAsync(data, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
        return _changes;
    }

    private async Task WriteAsync(SeedData data, CancellationToken cancellationToken)
    {
        await WriteAsync(data.Regions, x => x.Code, cancellationToken);
        await WriteAsync(data.Municipalities, x => x.Code, cancellationToken);
        await WriteAsync(data.Nationalities, x => x.Code, cancellationToken);
        await WriteAsync(data.Languages, x => x.Code, cancellationToken);
        await WriteAsync(data.PostalDistricts, x => x.Code, cancellationToken);
        await WriteAsync(data.ActivityTypes, x => x.Key, cancellationToken);
        await WriteAsync(data.Branches, x => x.Id, cancellationToken);
        await WriteAsync(data.Centres, x => x.Id, cancellationToken);
        await WriteAsync(data.Activities, x => x.Id, cancellationToken);

        await RemoveAsync(data.Activities, key => Ids.Stable("activity:" + key), cancellationToken);
        await RemoveAsync(data.Centres, key => Ids.OfCentre(key), cancellationToken);
        await RemoveAsync(data.Branches, key => Ids.OfBranch(key), cancellationToken);
        await RemoveAsync(data.ActivityTypes, key => key, cancellationToken);
        await RemoveAsync(data.PostalDistricts, key => key, cancellationToken);
        await RemoveAsync(data.Languages, key => key, cancellationToken);
        await RemoveAsync(data.Nationalities, key => key, cancellationToken);
        await RemoveAsync(data.Municipalities, key => key, cancellationToken);
        await RemoveAsync(data.Regions, key => key, cancellationToken);
    }

    private async Task WriteAsync<T>(SeedTable<T> table, Func<T, object> id, CancellationToken cancellationToken)
        where T : class
    {
        var loaded = await LoadedAsync(table.File, cancellationToken);
        var changed = table.Rows.Where(x => loaded.GetValueOrDefault(x.Key) != x.Fingerprint).ToList();
        if (changed.Count == 0)
        {
            return;
        }

        await context.Set<T>().LoadAsync(cancellationToken);
        foreach (var row in changed)
        {
            loaded[row.Key] = row.Fingerprint;
            var there = await context.FindAsync<T>([id(row.Entity)], cancellationToken);
            if (there is null)
            {
                context.Add(row.Entity);
                Note(table.File, SeedChangeKind.Added, row.Key, row.Entity);
            }
            else if (ChangedByPeople(there))
            {
                Note(table.File, SeedChangeKind.Kept, row.Key, there);
            }
            else
            {
                var isVouchedFor = there is Branch { Origin: Origin.Entered } && row.Entity is Branch { Origin: Origin.Assumed };
                context.Entry(there).CurrentValues.SetValues(row.Entity);
                if (isVouchedFor)
                {
                    (((Branch)(object)there).Origin, ((Branch)(object)there).Source) = (Origin.Entered, null);
                }

                if (context.Entry(there).State == EntityState.Modified)
                {
                    Note(table.File, SeedChangeKind.Changed, row.Key, there);
                }
            }
        }
        await MarkAsync(table.File, JsonSerializer.Serialize(loaded), cancellationToken);
        context.ChangeTracker.Clear();
    }

    private async Task RemoveAsync<T>(SeedTable<T> table, Func<string, object> id, CancellationToken cancellationToken)
        where T : class
    {
        var loaded = await LoadedAsync(table.File, cancellationToken);
        var left = loaded.Keys.Except(table.Keys).ToList();
        if (left.Count == 0)
        {
            return;
        }

        foreach (var key in left)
        {
            var there = await context.FindAsync<T>([id(key)], cancellationToken);
            if (there is not null && (ChangedByPeople(there) || await IsReferredToAsync<T>(id(key), cancellationToken)))
            {
                // If the row returns to the file, it counts as changed.
                loaded[key] = "";
                Note(table.File, SeedChangeKind.Kept, key, there);
                continue;
            }
            loaded.Remove(key);
            if (there is null)
            {
                continue;
            }

            context.Remove(there);
            Note(table.File, SeedChangeKind.Removed, key, there);
        }
        await MarkAsync(table.File, JsonSerializer.Serialize(loaded), cancellationToken);
        context.ChangeTracker.Clear();
    }

    // Coordinators change activities through the API, which increases the version. The loader never does.
    private static bool ChangedByPeople(object row) => row is Activity { Version: > 1 };

    private void Note(string file, SeedChangeKind kind, string key, object row) => _changes.Add(new(file, kind, key, row switch
    {
        Branch branch => branch.Name,
        Activity activity => activity.Title,
        AsylumCentre centre => centre.Name,
        _ => null,
    }));

    private async Task<bool> IsReferredToAsync<T>(object id, CancellationToken cancellationToken)
    {
        var entity = context.Model.FindEntityType(typeof(T))!;
        foreach (var key in entity.GetReferencingForeignKeys())
        {
            var table = StoreObjectIdentifier.Create(key.DeclaringEntityType, StoreObjectType.Table)!.Value;
            if (await AnyAsync($"SELECT COUNT(*) AS \"Value\" FROM {table.Name} WHERE {key.Properties[0].GetColumnName(table)} = {{0}}", id, cancellationToken))
            {
                return true;
            }
        }
        foreach (var (table, column) in ListsOf(typeof(T)))
        {
            if (await AnyAsync($"SELECT COUNT(*) AS \"Value\" FROM {table} WHERE ' ' || {column} || ' ' LIKE '% ' || {{0}} || ' %'", id, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    // Columns that contain several keys, which no foreign key can protect.
    private static (string Table, string Column)[] ListsOf(Type type) =>
        type == typeof(Language) ? [("refugees", "languages"), ("volunteers", "languages")]
        : type == typeof(ActivityType)
            ? [("refugees", "known_activity_types"), ("handover_interviews", "wishes"), ("volunteers", "activity_types")]
            : [];

    private async Task<bool> AnyAsync(string sql, object id, CancellationToken cancellationToken) =>
        await context.Database.SqlQueryRaw<int>(sql, id).SingleAsync(cancellationToken) > 0;

    private async Task<Dictionary<string, string>> LoadedAsync(string file, CancellationToken cancellationToken)
    {
        var name = Path.Combine(FilesMark, file);
        var mark = await context.StorageMarks.AsNoTracking().SingleOrDefaultAsync(x => x.Name == name, cancellationToken);
        return mark is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(mark.Value)!;
    }

    private async Task MarkAsync(string name, string value, CancellationToken cancellationToken)
    {
        if (name != FilesMark)
        {
            name = Path.Combine(FilesMark, name);
        }

        if (await context.StorageMarks.FindAsync([name], cancellationToken) is { } mark)
        {
            mark.Value = value;
        }
        else
        {
            context.Add(new StorageMark { Name = name, Value = value });
        }

        await context.SaveChangesAsync(cancellationToken);
    }
}
