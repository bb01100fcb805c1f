using System.Security.Cryptography;
using Integration.Graph.Server.Storage;

namespace Integration.Graph.Server.Secrets;

/// <summary>A random key in a file that only the server's user can read.</summary>
internal static class KeyFile
{
    public const string Name = "integration-graph.key";

    /// <summary>Returns the key in the folder; null if there is no key file.</summary>
    /// <exception cref="StorageException">The file cannot be read or does not contain a key.</exception>
    public static byte[]? Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        try
        {
            if (!File.Exists(file))
            {
                return null;
            }

            return SecretsOptions.KeyOf(File.ReadAllText(file))
                ?? throw new StorageException($"{file} does not contain a key: its content is not {SecretsOptions.KeySize} bytes in Base64. Restore the file from your backup.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NoAccess(folder, exception);
        }
    }

    /// <summary>Creates a key file. If another process has just created one, returns that key.</summary>
    /// <exception cref="StorageException">The file cannot be written.</exception>
    public static byte[] Create(string folder)
    {
        try
        {
            var mine = Path.Combine(folder, $"{Name}.{Guid.NewGuid():N}");
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(mine, options))
            {
                writer.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretsOptions.KeySize)));
            }

            try
            {
                // The move is atomic: no process reads a partly written file.
                File.Move(mine, Path.Combine(folder, Name), overwrite: false);
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, Name)))
            {
                File.Delete(mine);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NoAccess(folder, exception);
        }
        return Read(folder)!;
    }

    private static StorageException NoAccess(string folder, Exception exception) => new(
        $"The folder of Secrets:Folder, {folder}, cannot be used: {exception.Message} The server needs read and write access.", exception);
}
