using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;

namespace Orchestrations.Tests.Simulation;

/// <summary>What comes in while a project is built, some of it at the same moment, some of it against the rules.</summary>
internal sealed class BuildingSite(World world, string project)
{
    private const int MostResumptions = 12;

    private int _number;
    private int _resumed;

    public void PlanActs()
    {
        var chance = world.Chance;
        var acts = chance.Below(5);
        for (var i = 0; i < acts; i++)
        {
            var day = 1 + chance.Below(200);
            switch (chance.Below(7))
            {
                case 0 or 1:
                    PlanAct(day, BuildingKinds.Supplement, new SupplementRequest(1 + chance.Below(30), true, true, "工作量增加"));
                    break;
                case 2:
                    PlanAct(day, BuildingKinds.Adjustment, new AdjustmentRequest(
                        "优化方案", 1 + chance.Below(60), 100 + chance.Below(400), true, AdjustmentGround.PlanImprovement, false));
                    break;
                case 3 or 4:
                    PlanAct(day, BuildingKinds.Pause, new PauseOrder("等待统建方案"));
                    PlanAct(day + 1 + chance.Below(90), BuildingKinds.Resume, new PauseOrder("方案已定"));
                    break;
                case 5:
                    PlanAct(day, SupervisionKinds.Order, new RectificationOrder(
                        SupervisedMatter.Quality, "弱口令", "立即整改", ChinaTime.DayOf(world.Now).AddDays(day + 10 + chance.Below(30))));
                    break;
                case 6 when chance.Of(0.3):
                    PlanAct(day, BuildingKinds.Termination, new TerminationRequest(true, true, "不可抗力"));
                    break;
                case 6 when chance.Of(0.3):
                    PlanAct(day, BuildingKinds.UnapprovedChange, new UnapprovedChange("擅自变更", true, true));
                    break;
                default:
                    PlanAct(day, BuildingKinds.Trouble, new TroubleReport(true, false, "严重逾期"));
                    break;
            }
        }
    }

    private void PlanAct<T>(int days, string step, T content)
    {
        var at = new DateTimeOffset(world.Now.Date, world.Now.Offset).AddDays(days).AddHours(9);
        var key = $"{project}|{++_number}";
        world.Plan(at, $"{step} comes in for {project}", () => ActAsync(step, content, key));
        if (world.Faults.Strike(0.2)) world.Plan(at.AddHours(world.Chance.Below(2)), $"{step} comes in twice for {project}", () => ActAsync(step, content, key));
    }

    private async Task ActAsync<T>(string step, T content, string key)
    {
        var kind = SubmissionKinds.Of(step);
        var receipt = await world.Get<SubmissionService>().SubmitAsync(world.Client, new()
        {
            Subject = project,
            Step = step,
            Data = SubmissionJson.Write(content),
            Files = RehearsalContent.FilesOf(kind),
            By = kind.Side == SubmissionSide.Unit ? "sscjgj.project" : "szjj.review",
            Key = key,
        });
        world.Faults.Note($"{step} for {project}: {receipt.Status} {string.Join(',', receipt.Failures.Select(failure => failure.Rule))}");
        // A pause whose event was lost is not there yet: whoever wants to go on building asks again.
        if (step == BuildingKinds.Resume && receipt.Failures.Any(failure => failure.Rule == "resume-paused") && ++_resumed <= MostResumptions)
            world.Plan(world.Now.AddDays(1 + world.Chance.Below(14)), $"{step} comes in again for {project}", () => ActAsync(step, content, key));
    }
}
