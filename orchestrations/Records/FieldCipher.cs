using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Dazhou.Serverless.Records;

/// <summary>
/// Encrypts single fields with AES-GCM, e.g. names and telephone numbers, so that storage, backups and exports of a table show none. A sealed
/// text names its key and holds only at its place: moved into another row, it cannot be opened.
/// </summary>
/// <remarks>Sealed form: name of the key, a dot, base64url of nonce (12 bytes), tag (16 bytes) and ciphertext. Thread-safe.</remarks>
/// <param name="keys">the keys</param>
public sealed class FieldCipher(FieldKeys keys)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = NonceBytes + TagBytes;

    /// <summary>Gets whether there are keys: without them nothing personal can be kept.</summary>
    public bool IsReady => keys.Newest is not null;

    /// <summary>Encrypts a text with the newest key. Throws <see cref="InvalidOperationException"/> if there is none.</summary>
    /// <param name="text">the text</param>
    /// <param name="place">where it will stand, e.g. table, partition and row; needed to open it</param>
    public string Seal(string text, string place)
    {
        var (name, key) = keys.Newest ?? throw new InvalidOperationException($"The setting {FieldKeys.Setting} is missing: there is no key to encrypt personal data with.");
        var plain = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[HeadBytes + plain.Length];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, bytes.AsSpan(HeadBytes), bytes.AsSpan(NonceBytes, TagBytes), PlaceOf(name, place));
        return $"{name}.{Base64Url.EncodeToString(bytes)}";
    }

    /// <summary>
    /// Decrypts a sealed text. Throws <see cref="CryptographicException"/> if its key is not among the keys, or if it was changed or stood
    /// at another place.
    /// </summary>
    /// <param name="sealedText">the sealed text</param>
    /// <param name="place">where it stands</param>
    public string Open(string sealedText, string place)
    {
        var dot = sealedText.IndexOf('.', StringComparison.Ordinal);
        var name = dot < 0 ? "" : sealedText[..dot];
        if (keys.Find(name) is not { } key) throw new CryptographicException($"The key {name} is not among those of the setting {FieldKeys.Setting}.");
        var bytes = Base64Url.DecodeFromChars(sealedText.AsSpan(dot + 1));
        if (bytes.Length < HeadBytes) throw new CryptographicException("A sealed text was cut off.");
        var plain = new byte[bytes.Length - HeadBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(HeadBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, PlaceOf(name, place));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Returns whether a sealed text was encrypted with the newest key; others are encrypted again when keys change.</summary>
    public bool IsOfNewestKey(string sealedText) => keys.Newest is var (name, _) && sealedText.StartsWith(name + ".", StringComparison.Ordinal);

    private static byte[] PlaceOf(string key, string place) => Encoding.UTF8.GetBytes($"{key}|{place}");
}
