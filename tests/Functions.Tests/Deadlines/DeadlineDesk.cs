using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Tests.Deadlines;

/// <summary>Deadlines over records in memory, with the sample directory and a clock that stands.</summary>
internal sealed class DeadlineDesk : IDisposable
{
    private readonly ServiceProvider services;

    public DeadlineDesk(string now)
    {
        var clock = new StandingClock(DateTimeOffset.Parse(now));
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("App:BaseUrl", "https://office.example")]).Build())
            .AddMemoryRecords()
            .AddDeadlines()
            .AddApprovals()
            .AddDeadlineApi()
            .AddSingleton<OnlineAddress>()
            .AddSingleton<RateLimits>()
            .AddSingleton<KeyGuard>()
            .AddSingleton(provider => new DirectoryRecords(provider.GetRequiredService<ITableStore>(), clock, DirectorySample.Read()))
            .AddSingleton<IDirectory>(provider => provider.GetRequiredService<DirectoryRecords>())
            .BuildServiceProvider();
    }

    public DeadlineBook Book => services.GetRequiredService<DeadlineBook>();

    public DateTimeOffset Now => services.GetRequiredService<TimeProvider>().GetChinaNow();

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(services);

    /// <summary>Opens a deadline that began on a day.</summary>
    public Task OpenAsync(string subject, string unit, Period period, string from, string? instanceId = null) => Book.OpenAsync(
        new WatchPlan
        {
            Subject = subject,
            Step = DeadlineKey.Parse("TechnicalPlan|1"),
            Title = $"项目{subject}",
            ToDo = "请提交技术方案",
            Unit = unit,
            Deadline = DeadlineRules.Compute("TechnicalPlan", "第三十六条", period, DateOnly.Parse(from), WorkCalendar.Default),
            Responsible = [new($"{unit}.project")],
        },
        Now,
        instanceId);

    /// <summary>Has a person asked to decide about a subject, in the step whose deadline <see cref="OpenAsync"/> opened.</summary>
    public async Task AskAsync(string subject, string person)
    {
        var step = new ApprovalStepRow
        {
            Subject = new("project", subject, $"项目{subject}"),
            Stage = "TechnicalPlan",
            Step = new() { Key = "TechnicalPlan", Act = Act.Review, Approvers = [new("szjj", "审查科")], Article = "第三十六条" },
            Round = 1,
            Summary = "",
            InstanceId = "none",
            Approvers = [person],
            OpenedAt = Now,
        };
        var tables = Get<ITableStore>();
        await tables.UpsertAsync(step);
        await tables.UpsertAsync(new OpenDecisionRow { Person = person, Subject = subject, Step = "TechnicalPlan", Round = 1 });
    }

    public void Dispose() => services.Dispose();
}

/// <summary>A clock that stands.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();
}
