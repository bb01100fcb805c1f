using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage;

/// <summary>
/// Random keys that all processes on one database share. They stand in the database, so that there is nothing to
/// configure: who can read the database can read what they protect anyway.
/// </summary>
internal static class ServerSecrets
{
    private const int KeySize = 32;

    /// <summary>The key of this name, made when it is first asked for.</summary>
    public static async Task<byte[]> KeyAsync(GraphContext db, string name, CancellationToken cancellationToken = default)
    {
        var mark = "secret:" + name;
        if (await FindAsync(db, mark, cancellationToken) is { } known)
        {
            return known;
        }

        db.StorageMarks.Add(new StorageMark { Name = mark, Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)) });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another process was first; its key is the one.
            db.ChangeTracker.Clear();
        }

        return (await FindAsync(db, mark, cancellationToken))!;
    }

    private static async Task<byte[]?> FindAsync(GraphContext db, string mark, CancellationToken cancellationToken) =>
        await db.StorageMarks.Where(m => m.Name == mark).Select(m => m.Value).SingleOrDefaultAsync(cancellationToken) is { } value
            ? Convert.FromBase64String(value)
            : null;
}
