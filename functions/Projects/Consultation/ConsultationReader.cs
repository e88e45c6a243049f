using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Projects;

namespace Dazhou.Serverless.Functions.Projects.Consultation;

/// <summary>What a project's page shows of its publicity and the 价格咨询.</summary>
/// <param name="Publicity">What is or was public.</param>
/// <param name="Lists">Every version of the function list, oldest first.</param>
/// <param name="IsOpen">Whether it is public now.</param>
public sealed record ConsultationView(PublicityRow Publicity, IReadOnlyList<FunctionListRow> Lists, bool IsOpen);

/// <summary>Reads it.</summary>
public sealed class ConsultationReader(ProjectQueries queries, TimeProvider time)
{
    /// <summary>Null before the publicity.</summary>
    public async Task<ConsultationView?> ReadAsync(string project, CancellationToken cancellationToken) =>
        await queries.FindPublicityAsync(project, cancellationToken) is { } publicity
            ? new(publicity, await queries.FunctionListsOfAsync(project, cancellationToken), publicity.IsOpenAt(time.GetChinaNow()))
            : null;
}
