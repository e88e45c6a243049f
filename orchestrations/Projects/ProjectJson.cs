using System.Text.Json;

namespace Dazhou.Serverless.Projects;

/// <summary>JSON of applications: camelCase, numbers as numbers, unknown fields ignored.</summary>
public static class ProjectJson
{
    /// <summary>The options for <c>POST /api/projects</c>, the samples and the rehearsal.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        Converters = { new PlausibleAmountConverter(), new PlausibleDayConverter() },
    };
}
