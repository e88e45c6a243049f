using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>Stores the changed application of a returned project before the act that refers to it. Every method is safe to repeat.</summary>
public sealed class CorrectionService(ITableStore tables, ProjectIntake intake, IDirectory directory, TimeProvider time)
{
    /// <summary>
    /// Checks a changed application against all rules and stores it. Returns its key, null if nothing changed; or the
    /// broken rules, in which case nothing is written.
    /// </summary>
    public async Task<(string? Key, IReadOnlyList<RuleFailure> Failures)> PrepareAsync(
        ProjectRow project, ApprovalStepRow step, ProjectApplication application, string by, CancellationToken cancellation = default)
    {
        var files = application.Documents ?? [];
        var (before, after) = (project.Application with { Documents = [] }, application with { Documents = [] });
        if (files.Count == 0 && CorrectionRules.Changes(before, after).Count == 0) return (null, []);

        var failures = CorrectionRules.All.Evaluate(new CorrectionCase(before, after, step.Stage, project.Policy)).ToList();
        var unit = await directory.FindUnitAsync(project.Unit, cancellation)
            ?? throw new InvalidOperationException($"The directory has no unit {project.Unit}.");
        foreach (var failure in await intake.CheckAsync(project.Id, application, unit, project.Policy, cancellation))
            failures.Add(failure);
        if (failures.Count > 0) return (null, failures);

        var hash = Digest.OfJson(after, ProjectJson.Options);
        await intake.SaveDocumentsAsync(project.Id, project.Unit, application, $"correction-{step.RowKey}", cancellation);
        var row = new CorrectionRow
        {
            Project = project.Id,
            Key = $"{step.RowKey}|{hash[..16]}",
            Before = before,
            After = after,
            Hash = hash,
            By = by,
            At = time.GetChinaNow(),
        };
        await tables.TryInsertAsync(row, cancellation);
        return (row.Key, []);
    }

    /// <summary>Returns the corrections applied to a project, in order of time.</summary>
    public async Task<IReadOnlyList<CorrectionRow>> AppliedAsync(string project, CancellationToken cancellation = default) =>
        [.. (await tables.ListAsync<CorrectionRow>(project, cancellation)).Where(row => row.AppliedAt is not null).OrderBy(row => row.AppliedAt)];
}
