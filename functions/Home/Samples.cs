using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>The sample applications that travel with the app, for a newcomer's empty portal.</summary>
public sealed class Samples(ApplicationDesk desk)
{
    /// <summary>Hands in each of them once; answers how many there are.</summary>
    public async Task<int> LoadAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var folder = new DirectoryInfo(Path.Combine(AppContext.BaseDirectory, "samples", "projects"));
        var count = 0;
        foreach (var file in folder.Exists ? folder.GetFiles("tier-*.json").OrderBy(file => file.Name, StringComparer.Ordinal) : Enumerable.Empty<FileInfo>())
        {
            await using var stream = file.OpenRead();
            var application = await JsonSerializer.DeserializeAsync<ProjectApplication>(stream, ProjectJson.Options, cancellationToken);
            var outcome = await desk.SubmitAsync(client, application!, UnitCaller.OfDevelopment, $"sample|{file.Name}", cancellationToken);
            if (outcome.Project is null)
                throw new InvalidOperationException($"The sample {file.Name} was refused: {string.Join("; ", outcome.Faults.Select(Problems.Sentence))}");
            count++;
        }

        return count;
    }
}
