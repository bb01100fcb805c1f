using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Integration.Graph.Server.Secrets;

/// <summary>AES-256-GCM with a key derived from the key outside the database.</summary>
internal sealed class OutsideKeyCipher(byte[] key)
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "key ring"u8.ToArray());

    public byte[] Seal(byte[] plain)
    {
        var result = new byte[NonceSize + TagSize + plain.Length];
        var (nonce, tag, content) = Parts(result);
        RandomNumberGenerator.Fill(nonce.Span);
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Encrypt(nonce.Span, plain, content.Span, tag.Span);
        return result;
    }

    /// <exception cref="CryptographicException">The bytes were sealed with another key or have been changed.</exception>
    public byte[] Open(byte[] sealedBytes)
    {
        if (sealedBytes.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("The sealed key is too short.");
        }

        var (nonce, tag, content) = Parts(sealedBytes);
        var plain = new byte[content.Length];
        using var cipher = new AesGcm(_key, TagSize);
        cipher.Decrypt(nonce.Span, content.Span, tag.Span, plain);
        return plain;
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Content) Parts(byte[] whole) =>
        (whole.AsMemory(0, NonceSize), whole.AsMemory(NonceSize, TagSize), whole.AsMemory(NonceSize + TagSize));
}

/// <summary>Encrypts the keys of the key ring.</summary>
internal sealed class OutsideKeyEncryptor(OutsideKeyCipher cipher) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) => new(
        new XElement("sealed", Convert.ToBase64String(
            cipher.Seal(System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting))))),
        typeof(OutsideKeyDecryptor));
}

/// <summary>
/// Decrypts the keys of the key ring. The ring contains this type's full name, so renaming the type makes stored keys
/// unreadable.
/// </summary>
internal sealed class OutsideKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => XElement.Parse(System.Text.Encoding.UTF8.GetString(
        services.GetRequiredService<OutsideKeyCipher>().Open(Convert.FromBase64String(encryptedElement.Value))));
}
