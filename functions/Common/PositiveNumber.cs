using System.Globalization;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Reads numbers that may be left out, such as a round or a version.</summary>
internal static class PositiveNumber
{
    /// <summary>Parses a positive number; null where nothing was given. Returns false for anything else.</summary>
    public static bool TryRead(string? text, out int? number)
    {
        number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read > 0 ? read : null;
        return number is not null || string.IsNullOrEmpty(text);
    }
}
