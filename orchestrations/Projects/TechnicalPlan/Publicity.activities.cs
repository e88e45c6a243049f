using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Documents;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>Activities of the 公示.</summary>
public sealed class PublicityActivities(
    ITableStore tables, IAuditTrail audit, IDocumentStore documents, DeadlineBook book, WorkCalendarSource calendars, FunctionListService lists, Wakes wakes)
{
    /// <summary>Publishes the function list; if repeated, returns the deadline set the first time.</summary>
    [Function(nameof(PublishFunctionList))]
    public async Task<Deadline> PublishFunctionList([ActivityTrigger] PublishFunctionList publish, CancellationToken cancellation = default)
    {
        var deadline = FunctionListRules.Publicity(publish.Project.Policy, publish.From, await calendars.GetAsync(cancellation));
        var project = await FindProjectAsync(publish.Project, cancellation);
        var functions = project.Application.BasicInformation?.Functions ?? [];
        await tables.TryInsertAsync(
            new FunctionListRow { Project = project.Id, Version = 1, Functions = functions, PublishedAt = publish.At, By = project.Unit }, cancellation);
        await tables.TryInsertAsync(
            new PublicityRow
            {
                Project = project.Id,
                Name = project.Name,
                UnitName = project.UnitName,
                Functions = functions,
                From = publish.At,
                Until = deadline.Due,
            },
            cancellation);
        // Nobody has to act and nothing can become overdue, so the deadline is shown but has no watch.
        return (await book.OpenAsync(PlanOf(publish.Project, deadline), publish.At, instanceId: null, cancellation)).Value.Deadline;
    }

    /// <summary>Applies a correction; returns the new end of the publicity from the record.</summary>
    [Function(nameof(TakeCorrection))]
    public async Task<CorrectionReading> TakeCorrection([ActivityTrigger] TakeCorrection take, CancellationToken cancellation = default)
    {
        var publicity = (await lists.SettleAsync(await FindProjectAsync(take.Project, cancellation), cancellation))!;
        for (var version = 2; version <= publicity.Version; version++)
            await wakes.TakenAsync(take.InstanceId, Publicity.CorrectedEvent, $"{version}", cancellation);
        var row = (await tables.FindDeadlineAsync(take.Project.Id, DeadlineKey.Of(Stages.Publicity), cancellation))!.Value;
        if (await ProjectLedgers.FindAsync(tables, take.Project.Id, cancellation) is { Value.EndedAt: { } at })
        {
            await WithdrawAsync(take.Project, row.Deadline, at, cancellation);
            return new(row.Deadline, []) { Terminated = true };
        }

        return new(row.Deadline, await MailsAsync(publicity, cancellation));
    }

    /// <summary>Withdraws the list after the project was terminated.</summary>
    private async Task WithdrawAsync(ProjectRef project, Deadline deadline, DateTimeOffset at, CancellationToken cancellation)
    {
        while (await tables.FindAsync<PublicityRow>(project.Id, PublicityRow.OnlyRowKey, cancellation) is { Value.EndedAt: null } seen)
        {
            if (await tables.TryReplaceAsync(seen, seen.Value with { EndedAt = at }, cancellation)) break;
        }

        await book.CloseAsync(PlanOf(project, deadline), at, DeadlineState.Cancelled, cancellation);
    }

    /// <summary>Ends the publicity, unless a correction has moved its end.</summary>
    [Function(nameof(EndPublicity))]
    public async Task<PublicityEnd> EndPublicity([ActivityTrigger] EndPublicity end, CancellationToken cancellation = default)
    {
        var project = await FindProjectAsync(end.Project, cancellation);
        while (await lists.SettleAsync(project, cancellation) is { EndedAt: null }
            && await tables.FindAsync<PublicityRow>(end.Project.Id, PublicityRow.OnlyRowKey, cancellation) is { } seen)
        {
            if (end.At < seen.Value.Until) return new(Ended: false);
            if (await tables.TryReplaceAsync(seen, seen.Value with { EndedAt = end.At }, cancellation)) break;
        }

        await book.CloseAsync(PlanOf(end.Project, end.Deadline), end.At, DeadlineState.Done, cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = end.Project.Id,
                Key = "publicity-ended",
                At = end.At,
                Actor = AuditEntry.System,
                Action = "公示期满",
                Article = "第三十五条",
                Stage = Stages.Publicity,
            },
            cancellation);
        return new(Ended: true);
    }

    /// <summary>Files the statistics of quotations for the last version of the list; returns the number of suppliers.</summary>
    [Function(nameof(FileQuotations))]
    public async Task<int> FileQuotations([ActivityTrigger] FileQuotations file, CancellationToken cancellation = default)
    {
        var publicity = (await tables.FindAsync<PublicityRow>(file.Project.Id, PublicityRow.OnlyRowKey, cancellation))!.Value;
        var counted = QuotationStatistics.Counted(await QuotationService.ReadAsync(tables, file.Project.Id, cancellation), publicity.Version);
        await documents.SaveAsync(
            file.Project.Id, QuotationDocument.Name, "价格咨询统计.docx", "statistics",
            QuotationDocument.Of(publicity, counted.Count, QuotationStatistics.Of(publicity.Functions, counted), ChinaTime.DayOf(file.At)), cancellation);
        return counted.Count;
    }

    /// <summary>Returns mails to suppliers that quoted for an earlier version and not for this one.</summary>
    private async Task<IReadOnlyList<MailOrder>> MailsAsync(PublicityRow publicity, CancellationToken cancellation)
    {
        var quotations = await QuotationService.ReadAsync(tables, publicity.Project, cancellation);
        var done = QuotationStatistics.Counted(quotations, publicity.Version).Select(quotation => QuotationRules.SameMail(quotation.Mail)).ToHashSet(StringComparer.Ordinal);
        var before = Enumerable.Range(1, publicity.Version - 1).SelectMany(version => QuotationStatistics.Counted(quotations, version));
        return
        [
            .. before.DistinctBy(quotation => QuotationRules.SameMail(quotation.Mail), StringComparer.Ordinal)
                .Where(quotation => !done.Contains(QuotationRules.SameMail(quotation.Mail)))
                .Select(quotation => new MailOrder
                {
                    Subject = publicity.Project,
                    Key = $"requote|{publicity.Version}|{quotation.Id}",
                    To = new MailRecipient { Address = quotation.Mail, Name = quotation.Mail },
                    Message = new Notice
                    {
                        Title = publicity.Name,
                        ToDo = $"您报价的功能清单已更正为第{publicity.Version}版，自更正之日起重新公示。原报价留存但不再计入统计，请打开公示页面按新清单重新报价。",
                        Until = publicity.Until,
                        Article = FunctionListRules.Article,
                        Page = $"/publicity/{publicity.Project}",
                    },
                }),
        ];
    }

    private async Task<ProjectRow> FindProjectAsync(ProjectRef project, CancellationToken cancellation) =>
        (await tables.FindAsync<ProjectRow>(project.Id, ProjectRow.OnlyRowKey, cancellation))!.Value;

    private static WatchPlan PlanOf(ProjectRef project, Deadline deadline) => new()
    {
        Subject = project.Id,
        Step = DeadlineKey.Of(Stages.Publicity),
        Owner = Publicity.InstanceIdOf(ProjectLifecycle.InstanceIdOf(project.Id)),
        Title = project.Name,
        ToDo = "具体功能清单公示",
        Unit = project.Unit,
        Deadline = deadline,
        Responsible = [],
    };
}

/// <summary>The input of <see cref="PublicityActivities.PublishFunctionList"/>.</summary>
public sealed record PublishFunctionList(ProjectRef Project, DateOnly From, DateTimeOffset At);

/// <summary>The input of <see cref="PublicityActivities.EndPublicity"/>.</summary>
public sealed record EndPublicity(ProjectRef Project, Deadline Deadline, DateTimeOffset At);

/// <summary>The result of ending a publicity.</summary>
/// <param name="Ended">false if a correction keeps the list public</param>
public sealed record PublicityEnd(bool Ended);

/// <summary>The input of <see cref="PublicityActivities.TakeCorrection"/>.</summary>
public sealed record TakeCorrection(ProjectRef Project, string InstanceId);

/// <summary>The effects of a correction.</summary>
/// <param name="Deadline">the new end of the publicity</param>
/// <param name="Mails">the mails to suppliers</param>
public sealed record CorrectionReading(Deadline Deadline, IReadOnlyList<MailOrder> Mails)
{
    /// <summary>Whether the project was terminated, so that its list is no longer public.</summary>
    public bool Terminated { get; init; }
}

/// <summary>The input of <see cref="PublicityActivities.FileQuotations"/>.</summary>
public sealed record FileQuotations(ProjectRef Project, DateTimeOffset At);
