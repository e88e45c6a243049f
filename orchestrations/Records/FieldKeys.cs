using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Dazhou.Serverless.Records;

/// <summary>
/// The keys of <see cref="FieldCipher"/>, from the setting <see cref="Setting"/>: <c>name:base64</c> of 32 bytes, separated by commas, the
/// newest first. The newest encrypts, all decrypt. In Azure the setting refers to a secret in Key Vault.
/// </summary>
public sealed partial class FieldKeys
{
    /// <summary>The name of the setting.</summary>
    public const string Setting = "Fields:Keys";

    private const int KeyBytes = 32;

    private readonly Dictionary<string, byte[]> keys = new(StringComparer.Ordinal);

    private FieldKeys()
    {
    }

    /// <summary>Gets the newest key with its name; null if there are no keys.</summary>
    internal (string Name, byte[] Key)? Newest { get; private set; }

    /// <summary>Gets the keys of development: published with the source, they protect nothing.</summary>
    public static FieldKeys OfDevelopment { get; } = Read($"development:{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes("development")))}");

    /// <summary>Reads the setting; null or empty for no keys. Throws <see cref="FormatException"/>, in Chinese, without repeating any key.</summary>
    public static FieldKeys Read(string? setting)
    {
        var read = new FieldKeys();
        foreach (var (part, number) in (setting ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select((part, i) => (part, i + 1)))
        {
            var bytes = new byte[KeyBytes + 1];
            if (part.Split(':', 2) is not [var name, var base64] || !Name().IsMatch(name) || !Convert.TryFromBase64String(base64, bytes, out var length) || length != KeyBytes)
                throw new FormatException($"设置 {Setting} 的第{number}个密钥应为“名称:密钥”，名称由小写字母和数字组成，密钥是{KeyBytes}字节的 base64");
            if (!read.keys.TryAdd(name, bytes[..KeyBytes])) throw new FormatException($"设置 {Setting} 的密钥名称“{name}”重复");
            read.Newest ??= (name, bytes[..KeyBytes]);
        }

        return read;
    }

    internal byte[]? Find(string name) => keys.GetValueOrDefault(name);

    [GeneratedRegex("^[a-z0-9]{1,20}$")]
    private static partial Regex Name();
}
