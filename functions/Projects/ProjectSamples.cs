using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Home;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects;

/// <summary>The sample applications that travel with the app, for a newcomer's empty portal.</summary>
public sealed class ProjectSamples(ApplicationDesk desk) : ISampleData
{
    /// <inheritdoc/>
    public async Task<string> LoadAsync(DurableTaskClient client, CancellationToken cancellationToken)
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

        return $"已载入{count}个示例项目，正在进入项目库初审；初审邮件随后到达本地邮箱。";
    }
}
