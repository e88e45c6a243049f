using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// A unit's update and withdrawal of its project in the library (第七条), until the leadership decides. Writes the record
/// first, then wakes the waiting orchestration; safe to repeat.
/// </summary>
public sealed class LibraryService(
    ITableStore tables, LibraryBook book, AnnualPlans plans, ProjectIntake intake, IAuditTrail audit, Wakes wakes, TimeProvider time)
{
    /// <summary>Accepts a new application for the project, or returns the broken rules.</summary>
    public async Task<LibraryReceipt> UpdateAsync(
        DurableTaskClient client, ProjectRow project, ProjectApplication application, UnitRow unit, string by, string? comment,
        CancellationToken cancellation = default)
    {
        var act = await FindActAsync(project, cancellation);
        var oneByOne = await plans.RouteAsync(project.Id, cancellation) == RouteKind.OneByOne && project.Stage == Stages.Establishment;
        var inPlan = (await plans.MembersAsync(project.Id, cancellation)).Open is not null;
        if (LibraryRules.WhyNotUpdate(project, act, oneByOne, inPlan) is { } why) return LibraryReceipt.Refused(why);
        if (await intake.CheckAsync(project.Id, application, unit, project.Policy, cancellation) is { Count: > 0 } failures) return new(false, null, failures);

        await intake.SaveDocumentsAsync(project.Id, unit.Id, application, $"update-{project.Round}", cancellation);
        return await RecordAsync(client, project, NewAct(project, LibraryActKind.Updated, by, comment) with { Application = application with { Documents = [] } }, cancellation);
    }

    /// <summary>Withdraws the project from the library.</summary>
    public async Task<LibraryReceipt> WithdrawAsync(
        DurableTaskClient client, ProjectRow project, string by, string? comment, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(comment)) return new(false, null, [new("withdraw-reason", "第七条", "comment", "请写明撤回的原因")]);
        return LibraryRules.WhyNotWithdraw(project, await FindActAsync(project, cancellation)) is { } why
            ? LibraryReceipt.Refused(why)
            : await RecordAsync(client, project, NewAct(project, LibraryActKind.Withdrawn, by, comment), cancellation);
    }

    private async Task<LibraryReceipt> RecordAsync(DurableTaskClient client, ProjectRow project, LibraryActRow act, CancellationToken cancellation)
    {
        string[] waiting =
        [
            .. new[] { Stages.ExpertArgumentation, Stages.Establishment }.Select(stage => $"{project.InstanceId}:{stage}:{act.Passage}"),
        ];
        foreach (var instance in waiting) await wakes.NoteAsync(instance, LibraryEvents.Acted, act.By, cancellation);
        if (!await tables.TryInsertAsync(act, cancellation))
        {
            var first = (await FindActAsync(project, cancellation))!;
            return LibraryReceipt.Refused(LibraryRules.WhyNotWithdraw(project, first) ?? "项目已经进入下一环节。");
        }

        var withdrawn = act.Kind == LibraryActKind.Withdrawn;
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = project.Id,
                Key = $"library-act|{act.RowKey}",
                At = act.At,
                Actor = act.By,
                Action = withdrawn ? "从信息化项目库撤回" : "更新信息化项目库中的申报",
                Article = "第七条",
                Stage = project.Stage,
                Detail = act.Comment,
            },
            cancellation);
        if (withdrawn)
            await book.ChangeAsync(project.Id, entry => entry with { State = LibraryState.Withdrawn, AwaitsPlan = false }, cancellation);
        foreach (var instance in waiting) await wakes.RaiseAsync(client, instance, LibraryEvents.Acted, cancellation);
        return new(true, act, []);
    }

    private LibraryActRow NewAct(ProjectRow project, LibraryActKind kind, string by, string? comment) => new()
    {
        Project = project.Id,
        Passage = project.Round,
        Kind = kind,
        By = by,
        At = time.GetChinaNow(),
        Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
    };

    private async Task<LibraryActRow?> FindActAsync(ProjectRow project, CancellationToken cancellation) =>
        (await tables.FindAsync<LibraryActRow>(project.Id, LibraryActRow.RowKeyOf(project.Round), cancellation))?.Value;
}

/// <summary>The result of a unit's act.</summary>
/// <param name="Taken">whether the act was accepted</param>
/// <param name="Act">the recorded act</param>
/// <param name="Failures">the broken rules if it was not accepted</param>
public sealed record LibraryReceipt(bool Taken, LibraryActRow? Act, IReadOnlyList<RuleFailure> Failures)
{
    /// <summary>The rule for an act at the wrong time.</summary>
    public const string NotNow = "library-not-now";

    internal static LibraryReceipt Refused(string why) => new(false, null, [new(NotNow, "第七条", "", why)]);
}
