using System.Security.Cryptography;
using Integration.Graph.Server.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Secrets;

/// <summary>
/// Random keys that all processes on one database share. They are stored in the database, protected by ASP.NET Core Data
/// Protection. Its key ring is in the database too, encrypted with a key outside the database (<see cref="SecretsOptions"/>).
/// A copy of the database alone therefore reveals no key.
/// </summary>
/// <remarks>
/// Data Protection produces a different result for each call, and replaces its keys every 90 days. Cursors must be the same
/// in all processes and stay valid longer. Data Protection is therefore used only to protect one key that never changes. Its
/// services exist only while a secret is opened at start.
/// </remarks>
internal sealed class ServerSecrets(IDbContextFactory<GraphContext> contexts, IOptions<SecretsOptions> options)
{
    private const int Attempts = 3;

    /// <summary>Returns the name of the row that stores a secret.</summary>
    public static string MarkOf(string name) => "protected:" + name;

    /// <summary>Returns the key with this name, and creates it on first use.</summary>
    /// <exception cref="StorageException">The stored key cannot be opened; the message says what to do.</exception>
    public async Task<byte[]> KeyAsync(string name, CancellationToken cancellationToken = default)
    {
        var mark = MarkOf(name);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var stored = await db.StorageMarks.SingleOrDefaultAsync(one => one.Name == mark, cancellationToken);
            // A new ring for each attempt, so that it includes what another process has added.
            await using var services = DataProtection(mayMakeKey: stored is null, mark);
            var protector = services.GetRequiredService<IDataProtectionProvider>().CreateProtector("server secret", name);
            byte[] key;
            if (stored is null)
            {
                key = RandomNumberGenerator.GetBytes(SecretsOptions.KeySize);
                db.Add(new StorageMark { Name = mark, Value = Convert.ToBase64String(protector.Protect(key)) });
            }
            else
            {
                key = Open(stored.Value, services, (IPersistedDataProtector)protector, mark, out var isOld);
                // The ring's key was revoked or replaced: protect the secret with the new one.
                if (isOld)
                {
                    stored.Value = Convert.ToBase64String(protector.Protect(key));
                }
            }
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return key;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another process stored its key first. The next attempt reads that key.
            }
        }
    }

    private byte[] Open(string stored, IServiceProvider services, IPersistedDataProtector protector, string mark, out bool isOld)
    {
        // Checked first, because Data Protection would add a key to a ring of which it can open none.
        if (!services.GetRequiredService<IKeyManager>().GetAllKeys().Any(CanBeOpened))
        {
            throw Lost(mark, null);
        }

        try
        {
            // A revoked key can still decrypt: revoking a key requests a new key and must not stop the server.
            var key = protector.DangerousUnprotect(Convert.FromBase64String(stored), ignoreRevocationErrors: true, out var isFollowed, out var isRevoked);
            isOld = isFollowed || isRevoked;
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw Lost(mark, exception);
        }
    }

    private static bool CanBeOpened(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is not null;
        }
        // Any exception: each encryption throws a type of its own for a wrong key.
        catch (Exception)
        {
            return false;
        }
    }

    private ServiceProvider DataProtection(bool mayMakeKey, string mark)
    {
        var services = new ServiceCollection();
        // The default name is the program's folder, which differs between processes.
        var protection = services.AddDataProtection().SetApplicationName("Integration.Graph");
        services.Configure<KeyManagementOptions>(ring => ring.XmlRepository = new DatabaseKeyRing(contexts));
        if (!string.IsNullOrWhiteSpace(options.Value.Certificate))
        {
            protection.ProtectKeysWithCertificate(options.Value.OpenCertificate());
            return services.BuildServiceProvider();
        }
        var cipher = new OutsideKeyCipher(OutsideKey(mayMakeKey, mark));
        services.AddSingleton(cipher);
        services.Configure<KeyManagementOptions>(ring => ring.XmlEncryptor = new OutsideKeyEncryptor(cipher));
        return services.BuildServiceProvider();
    }

    private byte[] OutsideKey(bool mayMakeKey, string mark)
    {
        var settings = options.Value;
        if (!string.IsNullOrWhiteSpace(settings.Key))
        {
            return SecretsOptions.KeyOf(settings.Key)!;
        }

        return KeyFile.Read(settings.Folder!) ?? (mayMakeKey ? KeyFile.Create(settings.Folder!) : throw Lost(mark, null));
    }

    private StorageException Lost(string mark, Exception? cause)
    {
        var settings = options.Value;
        var what = !string.IsNullOrWhiteSpace(settings.Certificate) ? $"the certificate {settings.Certificate} (Secrets:Certificate)"
            : !string.IsNullOrWhiteSpace(settings.Folder) ? $"a key file {KeyFile.Name} in {settings.Folder} (Secrets:Folder)"
            : "the key in Secrets:Key";
        return new StorageException(
            $"The secrets in the database were protected with a key that this server does not have: {what} is missing or cannot decrypt them. "
            + "Restore the certificate, key file or key that the server used before. If it is lost, run the following on the database and "
            + $"start again: DELETE FROM storage_marks WHERE name = '{mark}'; DELETE FROM data_protection_keys; "
            + "Nothing else is lost: clients that hold a cursor get INVALID_CURSOR and start again at the first page.", cause);
    }
}
