using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Asks for the progress at nine on the contract's day of every month; nothing waits for it and nothing is overdue.</summary>
internal sealed class MonthlyProgress(TaskOrchestrationContext context, ProjectRef project, DateOnly signedOn)
{
    private readonly List<int> _asked = [];
    private int _month = FirstMonth(context, signedOn);

    /// <summary>When the next report is asked for.</summary>
    public DateTimeOffset NextAt => At(signedOn, _month);

    /// <summary>Months that fall into a pause are not asked for, then or afterwards.</summary>
    public void Skip()
    {
        while (NextAt <= context.Now()) _month++;
    }

    /// <summary>Asks if it is time.</summary>
    public async Task AskWhenDueAsync()
    {
        if (NextAt > context.Now()) return;
        while (At(signedOn, _month + 1) <= context.Now()) _month++;
        var opened = await Asking.OpenAsync(context, new()
        {
            Project = project,
            Stage = Stages.Construction,
            Step = BuildingKinds.Progress,
            Round = _month,
            Article = "第四十二条",
            ToDo = $"请填报第{_month}个月的建设进度。",
            Post = ProjectPosts.ContactOf(project.Unit),
            Waits = false,
        });
        if (opened is not null) _asked.Add(_month);
        _month++;
    }

    /// <summary>Closes the links of reports that were not handed in.</summary>
    public async Task CloseAsync()
    {
        foreach (var month in _asked)
        {
            await context.CallActivityAsync(
                nameof(SubmissionActivities.CloseAsk),
                new CloseAsk(project.Id, BuildingKinds.Progress, month, AskEnd.Cancelled, context.Now()),
                ActivityRetry.Patient);
        }
    }

    /// <summary>A contract that is recorded late has no months to make up for.</summary>
    private static int FirstMonth(TaskOrchestrationContext context, DateOnly signedOn)
    {
        var month = 1;
        while (At(signedOn, month) <= context.Now()) month++;
        return month;
    }

    private static DateTimeOffset At(DateOnly signedOn, int month) =>
        ChinaTime.At(ProgressRules.DayOf(signedOn, month), DeadlineRules.ReminderTime);
}
