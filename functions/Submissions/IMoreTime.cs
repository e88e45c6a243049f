using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Accepts applications for an extension from persons asked by link; registered by the system that decides about them.</summary>
public interface IMoreTime
{
    /// <summary>Records an application; the link remains usable for its purpose.</summary>
    Task<IResult> ApplyAsync(DurableTaskClient client, LinkRow link, IFormCollection form, CancellationToken cancellationToken);
}
