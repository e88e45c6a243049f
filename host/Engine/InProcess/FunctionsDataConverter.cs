using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;

namespace Dazhou.DurableEngine;

/// <summary>
/// How values pass in a function app: through the Functions worker's serializer and not through Durable Task's own, so names match
/// without regard to case, and fields (so tuples) are left out.
/// </summary>
public static class FunctionsDataConverter
{
    /// <summary>The converter.</summary>
    public static DataConverter Instance { get; } = new JsonDataConverter(new JsonSerializerOptions
    {
        PropertyNameCaseInsensitive = true,

        // Stored, never put into a page: Chinese texts stay readable and take a third of the space.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
