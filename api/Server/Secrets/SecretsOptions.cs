using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Integration.Graph.Server.Secrets;

/// <summary>
/// Settings of the key outside the database (<c>Secrets:…</c>), which protects the secrets in the database. Exactly one of
/// <see cref="Certificate"/>, <see cref="Folder"/> and <see cref="Key"/> is set.
/// </summary>
internal sealed class SecretsOptions
{
    public const string Section = "Secrets";
    public const int KeySize = 32;

    /// <summary>Path of a PFX file with an RSA certificate and its private key.</summary>
    public string? Certificate { get; set; }

    /// <summary>Password of the PFX file.</summary>
    public string? CertificatePassword { get; set; }

    /// <summary>Folder for a file with a random key, which the server creates.</summary>
    public string? Folder { get; set; }

    /// <summary>32 random bytes in Base64, preferably set by the environment variable <c>Secrets__Key</c>.</summary>
    public string? Key { get; set; }

    /// <summary>Returns the names of those of the three exclusive settings that are set.</summary>
    public IReadOnlyList<string> Chosen() =>
    [
        .. new[] { (nameof(Certificate), Certificate), (nameof(Folder), Folder), (nameof(Key), Key) }
            .Where(one => !string.IsNullOrWhiteSpace(one.Item2)).Select(one => $"{Section}:{one.Item1}"),
    ];

    /// <summary>Decodes a key from Base64; null if the text is not a key.</summary>
    public static byte[]? KeyOf(string text)
    {
        var bytes = new byte[KeySize + 3];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == KeySize ? bytes[..KeySize] : null;
    }

    /// <summary>Opens the certificate.</summary>
    /// <exception cref="CryptographicException">The file is not a PFX file, or the password is wrong.</exception>
    public X509Certificate2 OpenCertificate() => X509CertificateLoader.LoadPkcs12FromFile(Certificate!, CertificatePassword);
}

/// <summary>Checks the settings at start and reports every problem.</summary>
internal sealed class SecretsOptionsValidator : IValidateOptions<SecretsOptions>
{
    public ValidateOptionsResult Validate(string? name, SecretsOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SecretsOptions options)
    {
        var chosen = options.Chosen();
        if (chosen.Count == 0)
        {
            yield return "Secrets:Folder, Secrets:Certificate and Secrets:Key are missing. The database holds the key that seals cursors, "
                + "and a key outside of the database must protect it. Set one of the three: Secrets:Folder to a folder that is not backed "
                + "up together with the database, Secrets:Certificate to a PFX file, or the environment variable Secrets__Key to the "
                + "output of 'openssl rand -base64 32'.";
        }
        else if (chosen.Count > 1)
        {
            yield return $"{string.Join(" and ", chosen)} are set, but only one key can protect the secrets. Keep the one that the server has used so far.";
        }

        if (!string.IsNullOrWhiteSpace(options.Key) && SecretsOptions.KeyOf(options.Key) is null)
        {
            yield return $"Secrets:Key is not {SecretsOptions.KeySize} bytes in Base64. 'openssl rand -base64 32' generates such a key.";
        }

        if (!string.IsNullOrWhiteSpace(options.Folder) && File.Exists(options.Folder))
        {
            yield return $"Secrets:Folder is '{options.Folder}', which is a file. Set it to a folder.";
        }

        if (!string.IsNullOrWhiteSpace(options.Certificate))
        {
            if (CertificateProblem(options) is { } problem)
            {
                yield return problem;
            }
        }
        else if (!string.IsNullOrEmpty(options.CertificatePassword))
        {
            yield return "Secrets:CertificatePassword is set without Secrets:Certificate. Set the PFX file that it opens, or remove it.";
        }
    }

    private static string? CertificateProblem(SecretsOptions options)
    {
        try
        {
            using var certificate = options.OpenCertificate();
            using var key = certificate.GetRSAPrivateKey();
            return key is null
                ? $"Secrets:Certificate is '{options.Certificate}', whose certificate has no RSA private key. Use a PFX file with an RSA certificate and its private key."
                : null;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"Secrets:Certificate is '{options.Certificate}', which cannot be opened: {exception.Message} Check the path, and "
                + "the password in Secrets:CertificatePassword.";
        }
    }
}
