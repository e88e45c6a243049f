using System.Text.Json;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Testing;
using DistributedWorker;
using DurableTask.AzureStorage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Distributed.Tests;

/// <summary>
/// The app's orchestrators and activities, as they are built for Azure Functions, on an engine for many machines that is not ours.
/// What is shortened, so that a life ends within a minute: a day lasts a third of a second for everybody; the months of
/// operation before the evaluation are one instead of twelve; building is done on the day of the contract. What is made
/// longer: the periods in which people must act, since the engine and its store take days of this time for what takes them a second.
/// Publicity and trial run are as long as the gazette says.
/// </summary>
public sealed class LifeOnAzureStorageTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private const string Hub = "life";

    private const int DaysASecond = 3;

    /// <summary>Gives out a number, writes a document, puts the project into a plan and into the trail: much to be done twice.</summary>
    private const string Held = nameof(EstablishmentActivities.IssueApproval);

    private static readonly ProjectPolicy Policy = ProjectPolicy.Gazette with
    {
        EvaluationFromMonths = 1,
        LibraryReviewWorkingDays = 400,
        OpinionWorkingDays = 400,
        SignatureWorkingDays = 400,
        MeetingWorkingDays = 400,
        TechnicalPlanDays = 600,
        TechnicalReviewDays = 600,
        BudgetReviewWorkingDays = 400,
        PromptDays = 600,
        ProcurementDays = 600,
        PreAcceptanceWorkingDays = 400,
        PaymentWorkingDays = 400,
        InvestmentBudgetWorkingDays = 400,
        PostEvaluationWorkingDays = 400,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("dazhou-distributed-").FullName;

    [SkippableFact]
    public async Task Life_OnTwoWorkersOfWhichOneIsKilled_IsLivedToItsEndOnce()
    {
        var opens = new DateOnly(2026, 1, 5);
        var clock = new OfficeClock(TimeProvider.System.GetUtcNow(), ChinaTime.At(opens, new TimeOnly(8, 0)), DaysASecond * 86_400);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(9));
        await using var services = new ServiceCollection().AddOffice(azurite.ConnectionString, Hub, "test", clock).BuildServiceProvider();
        var hub = services.GetRequiredService<AzureStorageOrchestrationService>();
        await hub.CreateIfNotExistsAsync();
        using var one = Start("one", clock);
        using var two = Start("two", clock);
        // Whoever asks first fills the directory.
        var unit = (await services.GetRequiredService<IDirectory>().FindUnitAsync("市市场监管局", patience.Token))!;
        await Task.WhenAll(one.ReadyAsync(), two.ReadyAsync()).WaitAsync(patience.Token);

        var client = services.GetRequiredService<DurableTaskClient>();
        var receipt = await services.GetRequiredService<ProjectIntake>().SubmitAsync(client, Application(), unit, "life", Policy, patience.Token);
        Assert.Empty(receipt.Failures);
        var project = receipt.Project!;

        var killed = await await Task.WhenAny(one.HoldsAsync(), two.HoldsAsync()).WaitAsync(patience.Token);
        await killed.KillAsync();
        var left = killed == one ? two : one;
        var end = await client.WaitForInstanceCompletionAsync(project.InstanceId, getInputsAndOutputs: true, patience.Token);
        Assert.Equal((OrchestrationRuntimeStatus.Completed, Stages.Completed), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        // The life may end in the same moment in which its last mails are still on their way.
        foreach (var instance in await hub.GetOrchestrationStateAsync(patience.Token))
        {
            var last = await client.WaitForInstanceCompletionAsync(instance.OrchestrationInstance.InstanceId, patience.Token);
            Assert.True(last.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{last.Name} {last.InstanceId} is {last.RuntimeStatus}");
        }

        await left.KillAsync();
        var life = new LivedLife(services, project.Id);
        Assert.Equal(
            [
                Stages.LibraryAdmission, Stages.ExpertArgumentation, Stages.Establishment, Stages.Publicity, Stages.TechnicalPlan, Stages.TechnicalReview,
                Stages.BudgetReview, Stages.Procurement, Stages.Construction, Stages.TrialRun, Stages.PreAcceptance, Stages.Acceptance, Stages.Payment,
                Stages.PostEvaluation, Stages.Completed,
            ],
            await life.StagesAsync());
        await life.HasEveryDecisionOnceAsync();
        await life.HasEverySubmissionOnceAsync();
        await life.HasAWholeTrailAsync();
        await life.HasOneApprovalAsync();
        var mails = await life.HasSentEveryMailAsync();
        await life.HasNothingOpenAsync(client);

        var (before, after) = (ActivityLog.Read(_folder, killed.Name), ActivityLog.Read(_folder, left.Name));
        Assert.Equal(mails.Order(StringComparer.Ordinal), before.Concat(after).Where(run => run.Name == nameof(MailActivities.SendMail)).Select(run => run.Instance).Distinct().Order(StringComparer.Ordinal));
        ShareTheLife(before, after);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Both took part, and an activity ran again only where the killed worker took with it that it had run: surely the one that it held.
    /// </summary>
    private static void ShareTheLife(IReadOnlyList<ActivityRun> killed, IReadOnlyList<ActivityRun> left)
    {
        Assert.Equal(killed.Distinct(), killed);
        Assert.Equal(left.Distinct(), left);
        var again = killed.Intersect(left).ToList();
        Assert.Contains(again, run => run.Name == Held);
        // It was killed with no more in its hands than it takes at a time.
        Assert.Subset(killed.TakeLast(TaskHub.ActivitiesAtATime).ToHashSet(), again.ToHashSet());
        // An orchestration that ran twice would have had two executions.
        Assert.All(killed.Concat(left).GroupBy(run => run.Instance), runs => Assert.Single(runs.DistinctBy(run => run.Execution)));
    }

    private WorkerProcess Start(string name, OfficeClock clock) => WorkerProcess.Start(name, azurite.ConnectionString, Hub, clock, _folder, Held);

    private static ProjectApplication Application()
    {
        var sample = Path.Combine(AzuriteFixture.RepositoryRoot(), "samples", "projects", "tier-150.json");
        return JsonSerializer.Deserialize<ProjectApplication>(File.ReadAllText(sample), ProjectJson.Options)! with { ConstructionMonths = 0 };
    }
}
