using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.Tests;

/// <summary>What the records say of a life that is over.</summary>
internal sealed class LivedLife(IServiceProvider services, string project)
{
    private readonly ITableStore _tables = services.GetRequiredService<ITableStore>();

    /// <summary>The stages in the order in which they were entered, each at its place.</summary>
    public async Task<IReadOnlyList<string>> StagesAsync() =>
        [.. (await RowsAsync<ProjectStageRow>()).OrderBy(row => row.Place).Select(row => row.Round == 1 ? row.Stage : $"{row.Stage}|{row.Round}")];

    /// <summary>Every step was decided in its first round, by each person who was asked, and nothing was decided that was not asked.</summary>
    public async Task HasEveryDecisionOnceAsync()
    {
        var steps = await RowsAsync<ApprovalStepRow>();
        Assert.NotEmpty(steps);
        Assert.All(steps, step => Assert.Equal((1, ApprovalResult.Agreed), (step.Round, step.Outcome?.Result)));
        // Who had agreed to the step before is not asked again.
        var asked = steps.SelectMany(step => step.Approvers.Except(step.Outcome!.Decisions.Where(decision => decision.Carried).Select(decision => decision.Person))
            .Select(person => $"{DecisionRow.Prefix(step.StepRound)}{person}"));
        var decisions = await RowsAsync<DecisionRow>();
        Assert.Equal(asked.Order(StringComparer.Ordinal), decisions.Select(decision => decision.RowKey).Order(StringComparer.Ordinal));
        var entries = await EntriesAsync();
        Assert.All(decisions, decision => Assert.Single(entries, entry => entry.Key == $"decision|{decision.RowKey}"));
    }

    /// <summary>What was asked for was handed in, once.</summary>
    public async Task HasEverySubmissionOnceAsync()
    {
        // Nobody need change a panel: that it may be changed is said until the last opinion is there.
        var asked = (await RowsAsync<AskRow>()).Where(ask => ask.InstanceId is not null && ask.Step != MainLineKinds.PanelChange).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, ask => Assert.Equal(AskEnd.HandedIn, ask.End));
        var submissions = await RowsAsync<SubmissionRow>();
        Assert.Empty(asked.Select(ask => ask.RowKey).Except(submissions.Select(submission => submission.RowKey)));
        var entries = await EntriesAsync();
        Assert.All(submissions, submission => Assert.Single(entries, entry => entry.Key == $"handed-in|{submission.RowKey}"));
    }

    /// <summary>The trail is whole and has nothing twice.</summary>
    public async Task HasAWholeTrailAsync()
    {
        var check = await services.GetRequiredService<IAuditTrail>().VerifyAsync(project);
        Assert.True(check.Intact, check.Reason);
        var keys = (await EntriesAsync()).Select(entry => entry.Key).ToList();
        Assert.Equal(keys.Distinct(StringComparer.Ordinal), keys);
    }

    /// <summary>The number of the 立项批复 that was given out when a worker was killed was given out once, and so was its document.</summary>
    public async Task HasOneApprovalAsync()
    {
        var number = Assert.Single(await RowsAsync<ApprovalNumberRow>());
        Assert.Equal(1, number.Number);
        Assert.Equal(1, (await _tables.FindAsync<ApprovalCounterRow>($"{number.Year:D4}", ApprovalCounterRow.OnlyRowKey))!.Value.Last);
        var documents = await services.GetRequiredService<IDocumentStore>().ListAsync(project);
        Assert.Single(documents, document => document.Name == DocumentKinds.EstablishmentApproval);
        // A document that is made or handed in once has one version.
        Assert.All(documents, document => Assert.Equal(1, document.Version));
    }

    /// <summary>Every mail that was ordered went out; answers the ids of their deliveries.</summary>
    public async Task<IReadOnlyList<string>> HasSentEveryMailAsync()
    {
        var mails = await RowsAsync<OutboxRow>();
        Assert.NotEmpty(mails);
        Assert.All(mails, mail => Assert.Equal(MailState.Sent, mail.State));
        return [.. mails.Select(mail => OutboxRow.InstanceIdOf(mail.Order))];
    }

    /// <summary>
    /// Nothing was recorded that its orchestration never took in. A worker that is killed may leave notes of what was taken; the app's
    /// sweep, which no timer function runs here, forgets those of orchestrations that have ended, and would find others.
    /// </summary>
    public async Task HasNothingOpenAsync(DurableTaskClient client)
    {
        Assert.Equal(0, await services.GetRequiredService<Wakes>().SweepAsync(client));
        Assert.Equal(0, await _tables.CountAsync<PendingWakeRow>(PendingWakeRow.Partition));
        Assert.Equal(0, await _tables.CountAsync<PendingStartRow>(ProjectIntake.Kind));
    }

    private Task<List<AuditEntry>> EntriesAsync() => services.GetRequiredService<IAuditTrail>().EntriesAsync(project);

    private async Task<List<T>> RowsAsync<T>()
        where T : class, IRow
    {
        var rows = new List<T>();
        await foreach (var row in _tables.ReadPartitionAsync<T>(project)) rows.Add(row.Value);
        return rows;
    }
}
