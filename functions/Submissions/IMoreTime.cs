using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Submissions;

/// <summary>Takes applications for more time from whoever is asked by link; registered by the system that decides about them.</summary>
public interface IMoreTime
{
    /// <summary>Applies; the link stays open for what it is for.</summary>
    Task<IResult> ApplyAsync(DurableTaskClient client, LinkRow link, IFormCollection form, CancellationToken cancellationToken);
}
