using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Fills the normalised names of rows that were stored before these columns existed. Runs once per database. When
/// <see cref="Integration.Graph.Site.Texts.DanishText"/> changes, it must run again under another mark.
/// </summary>
internal static class NormalisedNames
{
    private const string Mark = "normalised-names";
    private const string Version = "1";
    private const int BatchSize = 1000;

    public static async Task FillAsync(GraphContext context, CancellationToken cancellationToken = default)
    {
        if (await context.StorageMarks.AnyAsync(x => x.Name == Mark, cancellationToken))
        {
            return;
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await FillAsync(context, context.Refugees, cancellationToken);
        await FillAsync(context, context.Volunteers, cancellationToken);
        await FillAsync(context, context.Branches, cancellationToken);
        context.Add(new StorageMark { Name = Mark, Value = Version });
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    // The entities compute the normalised form themselves; it only has to be saved.
    private static async Task FillAsync<T>(GraphContext context, IQueryable<T> rows, CancellationToken cancellationToken)
        where T : class
    {
        long after = 0;
        while (await rows.Where(x => EF.Property<long>(x, "Id") > after).OrderBy(x => EF.Property<long>(x, "Id")).Take(BatchSize).ToListAsync(cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var row in batch)
            {
                var entry = context.Entry(row);
                foreach (var property in entry.Properties.Where(p => p.Metadata.Name is "NameKey" or "NameOrder"))
                {
                    property.IsModified = true;
                }

                after = (long)entry.Property("Id").CurrentValue!;
            }

            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }
    }
}
