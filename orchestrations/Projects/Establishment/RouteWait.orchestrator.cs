using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>How a project's wait between argumentation and leadership ended.</summary>
internal enum RouteEnd
{
    /// <summary>一事一议</summary>
    OneByOne,

    /// <summary>an annual plan that contains it was approved</summary>
    Planned,

    /// <summary>the unit updated it</summary>
    Renewed,

    /// <summary>the unit withdrew it, or the project was ended</summary>
    Over,
}

/// <summary>第十条: 市数字经济局 chooses between the annual plan and 一事一议. A project struck from a plan stays in the library and is up for choice again.</summary>
internal sealed class RouteWait(TaskOrchestrationContext context, ProjectRef project)
{
    private readonly LibraryInterruption _interruption = new(context, project);
    private Task _concluded = context.WaitForExternalEvent<object?>(LibraryEvents.PlanConcluded);
    private int _seen;

    /// <summary>The decision of the meetings on the plan.</summary>
    public ApprovalOutcome? Outcome { get; private set; }

    public async Task<RouteEnd> RunAsync()
    {
        // Conclusions on an earlier passage are not new.
        if (project.Passage > 1) _seen = (await ReadAsync()).Count;
        for (var round = project.RoundOf(1); ; round++)
        {
            var asking = Asking.AskAsync(context, RequestOf(round));
            if (await _interruption.UntilAsync(asking) is { } act) return EndOf(act);
            if ((await asking).Submission is not { } choice) return RouteEnd.Over;
            if (choice.Read<RouteChoice>().Route == RouteKind.OneByOne)
                return await _interruption.CloseAsync() is { } before ? EndOf(before) : RouteEnd.OneByOne;

            await SetAwaitsPlanAsync(awaits: true);
            var (meanwhile, conclusion) = await WaitForPlanAsync();
            if (meanwhile is not null) return EndOf(meanwhile.Value);
            if (conclusion!.Agreed)
            {
                if (await _interruption.CloseAsync() is { } early) return EndOf(early);
                Outcome = conclusion.Outcome;
                return RouteEnd.Planned;
            }

            await SetAwaitsPlanAsync(awaits: false);
            await context.TellUnitAsync(
                project, $"struck-out|{conclusion.Plan}", "第十条第一款", $"{conclusion.Title}审定时未列入本项目，项目继续保留在信息化项目库。{conclusion.Comment}");
        }
    }

    private async Task<(LibraryActKind? Act, PlanConclusion? Conclusion)> WaitForPlanAsync()
    {
        var patience = new Patience();
        while (true)
        {
            if (await _interruption.ReadAsync() is { } act) return (act, null);
            if (_concluded.IsCompleted) _concluded = context.WaitForExternalEvent<object?>(LibraryEvents.PlanConcluded);
            var conclusions = await ReadAsync();
            if (conclusions.Count > 0)
            {
                _seen++;
                return (null, conclusions[0]);
            }

            await patience.WaitAsync(context, _concluded, until: null, _interruption.Woken);
        }
    }

    private Task<IReadOnlyList<PlanConclusion>> ReadAsync() =>
        context.CallActivityAsync<IReadOnlyList<PlanConclusion>>(
            nameof(AnnualPlanActivities.ReadPlanConclusions), new PlanQuestion(project.Id, context.InstanceId, _seen), ActivityRetry.Patient);

    private Task SetAwaitsPlanAsync(bool awaits) => context.SetEntryAsync(project, LibraryState.Admitted, awaits);

    private static RouteEnd EndOf(LibraryActKind act) => act == LibraryActKind.Updated ? RouteEnd.Renewed : RouteEnd.Over;

    private SubmissionRequest RequestOf(int round) => new()
    {
        Subject = project,
        Stage = Stages.Establishment,
        Step = MainLineKinds.Route,
        Round = round,
        Article = "第十条",
        ToDo = "项目已经通过专家论证，请选择列入年度计划统一审议审定，或者按总投资一事一议。",
        Post = ProjectPosts.Planners,
        Period = new WorkingDays(project.Policy.OpinionWorkingDays),
        Escalation = ProjectPosts.ReviewersSuperior,
    };
}
