using System.Text;

namespace Dazhou.LocalRuntime;

/// <summary>Refuses payloads that a history should not carry; large content belongs into a blob, its name into the history.</summary>
internal static class PayloadLimit
{
    /// <summary>Returns <paramref name="payload"/> if it is within <paramref name="maximum"/> bytes of UTF-8.</summary>
    /// <exception cref="ArgumentException">It is larger.</exception>
    public static string? Check(string? payload, int maximum, string parameter)
    {
        // Three bytes a character is the most; counting is needed only near the limit.
        if (payload is null || payload.Length <= maximum / 3)
        {
            return payload;
        }

        var bytes = Encoding.UTF8.GetByteCount(payload);
        return bytes <= maximum ? payload : throw new ArgumentException(
            $"The payload has {bytes:N0} bytes; the limit is {maximum:N0}. Keep large content in a blob and pass its name.", parameter);
    }
}
