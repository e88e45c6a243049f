using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.DurableTask.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dazhou.LocalRuntime.Tests.Worker;

public sealed class WorkerBuilderTests
{
    private readonly ServiceCollection services = new();
    private readonly DefaultDurableTaskWorkerBuilder builder;

    public WorkerBuilderTests()
    {
        services.AddOptions();
        builder = new("office", services);
    }

    [Fact]
    public void Build_Target_GetsNameAndTheTasksOfItsName()
    {
        builder.AddTasks(tasks => tasks.AddActivityFunc("send", _ => Task.CompletedTask)).UseBuildTarget<OwnWorker>();

        using var provider = services.BuildServiceProvider();
        var worker = Assert.IsType<OwnWorker>(builder.Build(provider));

        Assert.Equal("office", worker.SeenName);
        Assert.True(worker.SeenFactory.TryCreateActivity("send", provider, out _));
        Assert.False(worker.SeenFactory.TryCreateActivity("receive", provider, out _));
    }

    [Fact]
    public void BuildTarget_AbstractOrUnrelatedType_Throws()
    {
        Assert.Throws<ArgumentException>(() => builder.BuildTarget = typeof(DurableTaskWorker));
        Assert.Throws<ArgumentException>(() => builder.BuildTarget = typeof(string));
        Assert.Null(builder.BuildTarget);
    }

    [Fact]
    public void UseVersioning_LaterChange_HasNoEffect()
    {
        var versions = new DurableTaskWorkerOptions.VersioningOptions
        {
            Version = "2",
            MatchStrategy = DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder,
        };
        builder.UseVersioning(versions);
        versions.Version = "3";

        using var provider = services.BuildServiceProvider();
        var versioning = provider.GetRequiredService<IOptionsMonitor<DurableTaskWorkerOptions>>().Get("office").Versioning;

        Assert.Equal("2", versioning!.Version);
        Assert.Equal(DurableTaskWorkerOptions.VersionMatchStrategy.CurrentOrOlder, versioning.MatchStrategy);
    }

    [Fact]
    public void UseBuildTarget_OwnOptions_BeginWithTheGeneralOnes()
    {
        builder.Configure(options => options.MaximumTimerInterval = TimeSpan.FromDays(1)).UseBuildTarget<OwnWorker, OwnOptions>();

        using var provider = services.BuildServiceProvider();

        Assert.Equal(TimeSpan.FromDays(1), provider.GetRequiredService<IOptionsMonitor<OwnOptions>>().Get("office").MaximumTimerInterval);
    }

    [Fact]
    public void WorkerOptions_Untouched_AreThoseOfTheRealPackage()
    {
        var options = new DurableTaskWorkerOptions();

        Assert.Equal(TimeSpan.FromDays(3), options.MaximumTimerInterval);
        Assert.Same(JsonDataConverter.Default, options.DataConverter);
        Assert.Equal(100 * Environment.ProcessorCount, options.Concurrency.MaximumConcurrentActivityWorkItems);
        Assert.Null(options.Versioning);
        Assert.True(options.Logging.UseLegacyCategories);
    }

    private sealed class OwnOptions : DurableTaskWorkerOptions;

    private sealed class OwnWorker(string name, IDurableTaskFactory factory) : DurableTaskWorker(name, factory)
    {
        public string SeenName => Name;

        public IDurableTaskFactory SeenFactory => Factory;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
