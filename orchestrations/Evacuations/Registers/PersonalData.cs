using System.Security.Cryptography;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Evacuations;

/// <summary>Seals, opens and masks the personal values of entries.</summary>
/// <param name="cipher">the cipher</param>
public sealed class PersonalData(FieldCipher cipher)
{
    private const string Unreadable = "（无法解密）";

    /// <summary>Gets whether there is a key; without one no register can be kept.</summary>
    public bool IsReady => cipher.IsReady;

    /// <summary>Returns a row with the values, the personal ones sealed.</summary>
    public RegisterRow With(RegisterRow row, RegisterKind kind, IReadOnlyDictionary<string, string> values)
    {
        var personal = kind.PersonalColumns.Select(column => column.Key).ToHashSet(StringComparer.Ordinal);
        var own = values.Where(value => personal.Contains(value.Key)).ToDictionary(StringComparer.Ordinal);
        return row with
        {
            Values = values.Where(value => !personal.Contains(value.Key)).ToDictionary(StringComparer.Ordinal),
            Sealed = own.Count == 0 ? null : cipher.Seal(System.Text.Json.JsonSerializer.Serialize(own, RecordJson.Options), row.Place),
        };
    }

    /// <summary>Returns all values of a row in the clear. Throws <see cref="CryptographicException"/> if its key is missing.</summary>
    public IReadOnlyDictionary<string, string> Open(RegisterRow row)
    {
        if (row.Sealed is null) return row.Values;
        var own = RecordJson.Read<Dictionary<string, string>>(cipher.Open(row.Sealed, row.Place));
        return row.Values.Concat(own).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>Returns the values of a row as shown: personal ones in the clear or masked. A row that cannot be opened says so, and the others are shown.</summary>
    public IReadOnlyDictionary<string, string> Show(RegisterRow row, RegisterKind kind, bool inTheClear)
    {
        try
        {
            var all = Open(row);
            return inTheClear ? all : all.ToDictionary(value => value.Key, value => Mask(kind.Columns.First(column => column.Key == value.Key).Kind, value.Value), StringComparer.Ordinal);
        }
        catch (CryptographicException)
        {
            return row.Values.Concat(kind.PersonalColumns.Select(column => KeyValuePair.Create(column.Key, Unreadable))).ToDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Returns whether a row must be encrypted again because keys changed.</summary>
    public bool IsOutdated(RegisterRow row) => row.Sealed is { } text && !cipher.IsOfNewestKey(text);

    /// <summary>Returns a text as those see it who are not on duty: of a name its first character, of a number its first three and last two digits.</summary>
    internal static string Mask(ColumnKind kind, string text) => kind switch
    {
        ColumnKind.Name => text[..(char.IsHighSurrogate(text[0]) ? 2 : 1)] + "**",
        ColumnKind.Telephone => text.Length > 5 ? $"{text[..3]}{new string('*', text.Length - 5)}{text[^2..]}" : new string('*', text.Length),
        _ => text,
    };
}
