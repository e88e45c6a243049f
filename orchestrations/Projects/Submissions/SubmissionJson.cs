using System.Text.Json;

namespace Dazhou.Serverless.Projects;

/// <summary>Reads and writes the content of submissions; pure, so that orchestrators may use it.</summary>
internal static class SubmissionJson
{
    public static T Read<T>(string data) =>
        JsonSerializer.Deserialize<T>(data, ProjectJson.Options) ?? throw new JsonException("The content of a submission is empty.");

    public static T Read<T>(this SubmissionRow submission) => Read<T>(submission.Data);

    public static string Write<T>(T content) => JsonSerializer.Serialize(content, ProjectJson.Options);
}
