using Dazhou.Serverless.Projects;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Projects;

/// <summary>Acts that come in the very moment in which something else ends.</summary>
public sealed class ConstructionActsTests
{
    private static readonly ProjectRef Project = new("p1", "某平台", "sjyj", "市教育局", 300m, ProjectPolicy.Gazette);

    [Theory]
    [InlineData(StageEnd.Refused, 2)]
    [InlineData(StageEnd.Done, 1)]
    public async Task Termination_AppliedForAgainBeforeTheRefusalWasTakenIn_IsDecidedToo(StageEnd first, int decided)
    {
        var context = new ScriptedContext(new object(), Lives.Life.Start);
        var running = new TaskCompletionSource<StageResult?>();
        var asked = 0;
        context.On<ActInput>(Stages.Termination, _ => ++asked == 1 ? running.Task : new TaskCompletionSource<StageResult?>().Task);
        var acts = new ConstructionActs(context.Object, Project);

        await acts.HandleAsync(Termination(1));
        await acts.HandleAsync(Termination(2));
        running.SetResult(new(first, new(2026, 3, 5)));
        await acts.CollectAsync();

        Assert.Equal(decided, context.InputsOf<ActInput>(Stages.Termination).Count());
        Assert.Equal((first == StageEnd.Done, decided == 1), (acts.Terminated, acts.AllEnded));
    }

    [Fact]
    public async Task Acts_AfterTheBuildingEnded_AreAnswered()
    {
        var context = new ScriptedContext(new object(), Lives.Life.Start);
        var acts = new ConstructionActs(context.Object, Project);

        await acts.AnswerLateAsync([Termination(1)]);

        var mail = Assert.Single(context.InputsOf<Dazhou.Serverless.Mail.MailOrder>("EnqueueMail"));
        Assert.Equal("项目建设已经结束，终止项目申请（第1次）没有办理。", mail.Message.ToDo);
    }

    private static SubmissionRow Termination(int round) => new()
    {
        Subject = "p1",
        Step = BuildingKinds.Termination,
        Round = round,
        Data = """{"substantiveProgress":true,"cannotReachObjectives":true,"ground":"省级统建系统替代"}""",
        By = "sjyj.project",
        At = Lives.Life.Start,
    };
}
