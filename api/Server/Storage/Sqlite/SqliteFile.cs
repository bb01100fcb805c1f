using Microsoft.EntityFrameworkCore;

namespace Integration.Graph.Server.Storage.Sqlite;

/// <summary>Creates, protects and rewrites the SQLite database file.</summary>
internal static partial class SqliteFile
{
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnersFile | UnixFileMode.UserExecute;

    /// <summary>
    /// Creates the folder and the file with rights for the server's own user only (0700 and 0600). SQLite gives its
    /// write-ahead log and the shared memory beside the file the same rights as the file.
    /// </summary>
    /// <remarks>
    /// Wider rights of an existing file are removed, because it contains personal values and older versions created it with
    /// the rights that the umask left. An existing folder keeps its rights, because it may contain other things. Windows is
    /// left out: files there
    /// inherit the rights of their folder.
    /// </remarks>
    /// <returns>Whether the file is new.</returns>
    public static bool Protect(string file, ILogger logger)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return false;
        }

        Directory.CreateDirectory(folder, OwnersFolder);
        if (!File.Exists(file))
        {
            // SQLite treats an empty file as a new database.
            using var made = new FileStream(file, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite,
                UnixCreateMode = OwnersFile,
            });
        }

        foreach (var one in new[] { file, file + "-wal", file + "-shm" }.Where(File.Exists))
        {
            Narrow(one, logger);
        }

        return new FileInfo(file).Length == 0;
    }

    private static void Narrow(string file, ILogger logger)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(file);
        if ((mode & ~OwnersFile) == UnixFileMode.None)
        {
            return;
        }

        var octal = Convert.ToString((int)mode, 8).PadLeft(4, '0');
        try
        {
            File.SetUnixFileMode(file, mode & OwnersFile);
            LogNarrowed(logger, file, octal);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            LogWide(logger, file, octal);
        }
    }

    [LoggerMessage(LogLevel.Information, "The database file {File} had the rights {Mode}. The server has set them to 0600, because the file holds personal values.")]
    private static partial void LogNarrowed(ILogger logger, string file, string mode);

    [LoggerMessage(LogLevel.Warning, "The database file {File} has the rights {Mode} and belongs to another user, so the server cannot narrow them. Run chmod 600 on it as its owner.")]
    private static partial void LogWide(ILogger logger, string file, string mode);

    /// <summary>Rewrites the file with only the current data.</summary>
    /// <remarks>
    /// Freed space is overwritten immediately (see <see cref="SqliteSettings"/>). But when a page is full and rows move to
    /// another page, SQLite leaves copies of some rows behind and does not overwrite them when the rows are deleted. Writers
    /// wait meanwhile, so it runs at night.
    /// </remarks>
    public static async Task WriteAnewAsync(GraphContext db, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync("VACUUM", cancellationToken);
        await SqliteLog.EmptyAsync(db, cancellationToken);
    }
}
