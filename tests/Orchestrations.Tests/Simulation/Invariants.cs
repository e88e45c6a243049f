using Dazhou.DurableEngine.History;
using Dazhou.DurableEngine.Stores;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Simulation;

/// <summary>What must hold whatever happens. Read from the records alone, and computed another way than the system does.</summary>
internal sealed class Invariants(World world)
{
    private readonly List<string> _violations = [];

    private ITableStore Tables => world.Tables;

    /// <summary>What must hold whenever nothing is under way.</summary>
    public async Task<IReadOnlyList<string>> AlwaysAsync(string project)
    {
        _violations.Clear();
        _violations.AddRange(world.Unexpected);
        var row = (await Tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey))!.Value;
        Money(row, (await Tables.FindAsync<ProjectLedgerRow>(project, ProjectLedgerRow.OnlyRowKey))?.Value);
        await DecisionsAsync(row);
        await PublicityAsync(row);
        return [.. _violations];
    }

    /// <summary>What must hold at the end, when people have answered and the faults are over.</summary>
    public async Task<IReadOnlyList<string>> AtTheEndAsync(string project)
    {
        await AlwaysAsync(project);
        var row = (await Tables.FindAsync<ProjectRow>(project, ProjectRow.OnlyRowKey))!.Value;
        await EndAsync(row);
        await TrailAsync(project);
        await MailAsync(project);
        await LinksAsync(project);
        return [.. _violations];
    }

    /// <summary>What must hold of all instances and notes.</summary>
    public async Task<IReadOnlyList<string>> OfTheWholeAsync()
    {
        _violations.Clear();
        foreach (var instance in world.Engine.Store.Query(new InstanceFilter { Limit = int.MaxValue }))
        {
            Require(
                instance.Status is InstanceStatus.Completed or InstanceStatus.Running or InstanceStatus.Pending,
                $"{instance.Name} {instance.Id} is {instance.Status}: {instance.Failure}");
        }

        foreach (var stage in Stages.All)
        {
            var counted = (await Tables.FindAsync<StageCountRow>(StageCountRow.Partition, stage))?.Value.Count ?? 0;
            var listed = await Tables.CountAsync<ProjectListRow>(ProjectListRow.OfStage(stage));
            Require(counted == listed, $"{stage} counts {counted} projects and lists {listed}");
        }

        await foreach (var wake in Tables.ReadPartitionAsync<PendingWakeRow>(PendingWakeRow.Partition))
            Require(false, $"recorded and never applied: {wake.Value.RowKey}");
        await foreach (var start in Tables.ReadPartitionAsync<PendingStartRow>(ProjectIntake.Kind))
            Require(false, $"handed in and never started: {start.Value.Id}");
        return [.. _violations];
    }

    /// <summary>Whether a project waits for a payment that may not be made (第四十四条), or for somebody who never answers.</summary>
    public async Task<bool> WaitsForEverAsync(ProjectRow project) =>
        world.People.Never.TryGetValue(project.Id, out var since)
            ? since.AddDays(120) < world.Now
            : project.Stage == Stages.Payment
                && (await Tables.FindAsync<ProjectLedgerRow>(project.Id, ProjectLedgerRow.OnlyRowKey))?.Value.PaymentBlocked is not null;

    private void Require(bool holds, string violation)
    {
        if (!holds) _violations.Add(violation);
    }

    private void Money(ProjectRow project, ProjectLedgerRow? ledger)
    {
        if (ledger is null) return;
        var supplements = ledger.Supplements.Where(supplement => supplement.State == LedgerSupplementState.Agreed).Sum(supplement => supplement.Amount);
        var contract = ledger.Contract?.Amount ?? 0m;
        var paid = ledger.Payments.Sum(payment => payment.Amount);
        if (ledger.Estimate is { } estimate)
        {
            Require(estimate <= ledger.ApprovedTotal, $"{project.Id}: estimate {estimate} > approved {ledger.ApprovedTotal}");
            Require(contract + supplements <= estimate, $"{project.Id}: contract {contract} + supplements {supplements} > estimate {estimate}");
        }

        Require(ledger.ControlPrice is null || ledger.ControlPrice <= ledger.Estimate || supplements > 0m, $"{project.Id}: control price above the estimate");
        Require(ledger.Contract is null || contract <= ledger.ControlPrice, $"{project.Id}: contract {contract} > control price {ledger.ControlPrice}");
        Require(supplements <= contract * 0.1m, $"{project.Id}: supplements {supplements} above a tenth of {contract}");
        Require(paid <= contract + supplements, $"{project.Id}: paid {paid} of {contract + supplements}");
        Require(paid == 0m || (ledger.LetterOn is not null && ledger.Acceptance is not null), $"{project.Id}: paid before the acceptance");
    }

    /// <summary>The recorded decisions decide: an outcome is what the records say, and no stage is passed without its decisions.</summary>
    private async Task DecisionsAsync(ProjectRow project)
    {
        var given = new List<DecisionRow>();
        await foreach (var decision in Tables.ReadPartitionAsync<DecisionRow>(project.Id)) given.Add(decision.Value);
        var steps = new List<ApprovalStepRow>();
        await foreach (var step in Tables.ReadPartitionAsync<ApprovalStepRow>(project.Id)) steps.Add(step.Value);
        foreach (var step in steps.Where(step => step.Outcome is not null))
        {
            var outcome = step.Outcome!;
            var name = $"{project.Id} {step.RowKey}: {outcome.Result}";
            var ofStep = given.Where(decision => decision.Step == step.Step.Key && decision.Round == step.Round).ToList();
            bool Said(string person, Decision what) => ofStep.Exists(decision => decision.Person == person && decision.Decision == what)
                || (what == Decision.Agree && outcome.Decisions.Any(decision => decision.Person == person && decision.Carried));
            foreach (var decision in outcome.Decisions.Where(decision => !decision.Carried))
                Require(Said(decision.Person, decision.Decision), $"{name} counts a decision of {decision.Person} that is not recorded");
            foreach (var carried in outcome.Decisions.Where(decision => decision.Carried))
                Require(given.Exists(decision => decision.Person == carried.Person && decision.Decision == Decision.Agree), $"{name} carries over a decision of {carried.Person} that was never made");
            switch (outcome.Result)
            {
                case ApprovalResult.Agreed:
                    Require(step.Approvers.All(person => Said(person, Decision.Agree)), $"{name} without the word of each of {string.Join(',', step.Approvers)}");
                    break;
                case ApprovalResult.Refused:
                    Require(step.Approvers.Any(person => Said(person, Decision.Refuse)), $"{name}, but nobody refused");
                    break;
                case ApprovalResult.Returned:
                    Require(step.Approvers.Any(person => Said(person, Decision.Return)), $"{name}, but nobody sent it back");
                    break;
            }
        }

        var entered = new List<ProjectStageRow>();
        await foreach (var stage in Tables.ReadPartitionAsync<ProjectStageRow>(project.Id)) entered.Add(stage.Value);
        bool Agreed(string key) => steps.Exists(step => step.Step.Key == key && step.Outcome?.Result == ApprovalResult.Agreed);
        bool Entered(string stage) => entered.Exists(row => row.Stage == stage);
        var established = EstablishmentRoute.StepsFor(project.Application.TotalInvestment!.Value, project.Unit, project.Policy).Select(step => step.Key);
        foreach (var (stage, needed) in (IEnumerable<(string, IEnumerable<string>)>)
        [
            (Stages.Publicity, established), (Stages.BudgetReview, [Stages.TechnicalReview]), (Stages.Procurement, [Stages.BudgetReview]),
            (Stages.Acceptance, [Stages.PreAcceptance]),
        ])
        {
            if (!Entered(stage)) continue;
            foreach (var key in needed) Require(Agreed(key), $"{project.Id} entered {stage} without an agreed {key}");
        }

        Require(
            entered.Select(row => row.Stage).Where(stage => stage is not (Stages.TechnicalPlan or Stages.TechnicalReview)).GroupBy(stage => stage).All(group => group.Count() == 1),
            $"{project.Id} entered a stage twice: {string.Join(' ', entered.Select(row => row.Stage))}");
    }

    private async Task PublicityAsync(ProjectRow project)
    {
        if (await Tables.FindAsync<PublicityRow>(project.Id, PublicityRow.OnlyRowKey) is not { Value: { EndedAt: { } ended } publicity }) return;
        var wholeDays = ChinaTime.DayOf(ended).DayNumber - ChinaTime.DayOf(publicity.From).DayNumber - 1;
        Require(wholeDays >= 7, $"{project.Id} was public for {wholeDays} full days only");
    }

    /// <summary>A project ends in a final stage, with nothing of it left open, or it waits for a step that somebody still has to take.</summary>
    private async Task EndAsync(ProjectRow project)
    {
        var open = new List<string>();
        await foreach (var row in Tables.ReadPartitionAsync<ApprovalStepRow>(project.Id))
        {
            if (row.Value.Outcome is null) open.Add($"decision {row.Value.RowKey}");
        }

        await foreach (var row in Tables.ReadPartitionAsync<AskRow>(project.Id))
        {
            if (row.Value is { End: null, InstanceId: not null }) open.Add($"request {row.Value.RowKey}");
        }

        var final = project.Stage is Stages.Completed or Stages.Refused or Stages.Terminated or Stages.Lapsed;
        if (!final)
        {
            Require(
                open.Count > 0 && await WaitsForEverAsync(project),
                $"{project.Id} is stuck in {project.Stage}|{project.Round} although everybody answered; open: {string.Join(", ", open)}");
            return;
        }

        foreach (var left in open) Require(false, $"{project.Id} has ended as {project.Stage} and still waits: {left}");
        await foreach (var deadline in Tables.ReadPartitionAsync<DeadlineRow>(project.Id))
            Require(deadline.Value.IsClosed, $"{project.Id} has ended and its deadline {deadline.Value.RowKey} is {deadline.Value.State}");
        foreach (var stage in Stages.All)
        {
            var listed = 0;
            await foreach (var line in Tables.ReadPartitionAsync<ProjectListRow>(ProjectListRow.OfStage(stage))) listed += line.Value.Id == project.Id ? 1 : 0;
            Require(listed == (stage == project.Stage ? 1 : 0), $"{project.Id} is {project.Stage} and listed {listed} times under {stage}");
        }

        foreach (var instance in world.Engine.Store.Query(new InstanceFilter { IdPrefix = project.InstanceId, Limit = int.MaxValue }))
            Require(instance.Status == InstanceStatus.Completed, $"{project.Id} has ended and {instance.Id} is {instance.Status}");
    }

    private async Task TrailAsync(string project)
    {
        var rows = new List<AuditRow>();
        await foreach (var row in Tables.ReadPartitionAsync<AuditRow>(project)) rows.Add(row.Value);
        var check = AuditChain.Verify(rows);
        Require(check.Intact, $"{project}: {check.Reason}");
        var keys = rows.Select(row => row.Entry.Key).ToList();
        Require(keys.Distinct(StringComparer.Ordinal).Count() == keys.Count, $"{project} has an entry twice");
        var noted = keys.ToHashSet(StringComparer.Ordinal);
        await foreach (var decision in Tables.ReadPartitionAsync<DecisionRow>(project))
            Require(noted.Contains($"decision|{decision.Value.RowKey}"), $"{project} has no entry of the decision {decision.Value.RowKey}");
        await foreach (var submission in Tables.ReadPartitionAsync<SubmissionRow>(project))
            Require(noted.Contains($"handed-in|{submission.Value.RowKey}"), $"{project} has no entry of {submission.Value.RowKey}");
    }

    /// <summary>No mail twice, none lost, and everybody who is asked has been written to.</summary>
    private async Task MailAsync(string project)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in Tables.ReadPartitionAsync<OutboxRow>(project))
        {
            var id = OutboxRow.InstanceIdOf(row.Value.Order);
            var taken = world.Post.Taken.GetValueOrDefault(id);
            Require(row.Value.State == MailState.Sent && taken > 0, $"{project}: the mail {row.Value.RowKey} is {row.Value.State} and was sent {taken} times");
            Require(taken <= world.Post.MayBeTaken(id), $"{project}: the mail {row.Value.RowKey} was sent {taken} times");
            if (row.Value.Order.Message.Link is { } link) asked.Add($"{link.Step}|{link.Round}|{link.Person}");
        }

        await foreach (var row in Tables.ReadPartitionAsync<ApprovalStepRow>(project))
        {
            var step = row.Value;
            var carried = step.Outcome?.Decisions.Where(decision => decision.Carried).Select(decision => decision.Person) ?? [];
            if (step.Outcome?.Result is null or ApprovalResult.Agreed)
            {
                foreach (var person in step.Approvers.Except(carried))
                    Require(asked.Contains($"{step.Step.Key}|{step.Round}|{person}"), $"{project}: {person} was never asked for {step.RowKey}");
            }
        }

        await foreach (var row in Tables.ReadPartitionAsync<AskRow>(project))
        {
            // Nobody need change a panel: that it may be changed is written only when an expert is late.
            if (row.Value.Step == MainLineKinds.PanelChange) continue;
            Require(asked.Contains($"{row.Value.Step}|{row.Value.Round}|{row.Value.Person}"), $"{project}: {row.Value.Person} was never asked for {row.Value.RowKey}");
        }
    }

    /// <summary>Every link belongs to a step that is open, or can no longer be used.</summary>
    private async Task LinksAsync(string project)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in Tables.ReadPartitionAsync<ApprovalStepRow>(project))
        {
            if (row.Value.Outcome is null) open.Add($"{ApprovalLinks.Decide}|{row.Value.RowKey}");
            // What went back is supplied by a link of the step that sent it back.
            if (row.Value.Outcome?.Result == ApprovalResult.Returned) open.Add($"{ApprovalLinks.Correct}|{row.Value.RowKey}");
        }

        await foreach (var row in Tables.ReadPartitionAsync<AskRow>(project))
        {
            if (row.Value.End is null) open.Add($"{SubmissionLinks.Report}|{row.Value.RowKey}");
        }

        await foreach (var pointer in Tables.ReadPartitionAsync<LinkBySubjectRow>(project))
        {
            var link = (await Tables.FindAsync<LinkRow>(pointer.Value.Hash, LinkRow.OnlyRowKey))?.Value;
            if (link is not { UsedAt: null, WithdrawnAt: null } || link.Request.Purpose == SubmissionLinks.Upload || !People.Answered.Contains(link.Request.Purpose)) continue;
            Require(
                open.Contains($"{link.Request.Purpose}|{link.Request.Step}|{link.Request.Round:D4}"),
                $"{project}: a link of {link.Request.Person} for {link.Request.Step}|{link.Request.Round} ({link.Request.Purpose}), made {ChinaTime.At(link.MintedAt):yyyy-MM-dd HH:mm}, is open although the step is closed");
        }
    }
}
