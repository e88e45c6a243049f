using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dazhou.LocalRuntime.Tests.Worker;

public sealed class RegistrationTests
{
    private readonly ServiceCollection services = new();

    [Fact]
    public void AddDurableTaskWorker_TwoNames_GiveOneFactoryOfAllTasks()
    {
        services.AddDurableTaskWorker(worker => worker.AddTasks(tasks => tasks.AddActivityFunc("send", _ => Task.CompletedTask)));
        services.AddDurableTaskWorker("other", worker => worker.AddTasks(tasks => tasks.AddOrchestratorFunc("Review", _ => Task.CompletedTask)));
        using var provider = services.BuildServiceProvider();

        var factory = Assert.Single(provider.GetServices<IDurableTaskFactory>());

        Assert.True(factory.TryCreateActivity("send", provider, out _));
        Assert.True(factory.TryCreateOrchestrator("Review", provider, out _));
    }

    [Fact]
    public void AddDurableTaskClient_BeforeTheWorker_LeavesItItsTasks()
    {
        services.AddDurableTaskClient();
        services.AddDurableTaskWorker().AddTasks(tasks => tasks.AddActivityFunc("send", _ => Task.CompletedTask));
        using var provider = services.BuildServiceProvider();

        Assert.True(provider.GetRequiredService<IDurableTaskFactory>().TryCreateActivity("send", provider, out _));
    }

    [Fact]
    public void AddDurableTaskWorker_FactoryThatIsThere_Stays()
    {
        var own = new DurableTaskFactory();
        services.AddSingleton<IDurableTaskFactory>(own).AddDurableTaskWorker();
        using var provider = services.BuildServiceProvider();

        Assert.Same(own, provider.GetRequiredService<IDurableTaskFactory>());
    }

    [Fact]
    public void AddDurableTask_SameName_IsTheSameBuilder()
    {
        Assert.Same(services.AddDurableTaskWorker(), services.AddDurableTaskWorker());
        Assert.Same(services.AddDurableTaskClient("a"), services.AddDurableTaskClient("a"));
        Assert.NotSame(services.AddDurableTaskClient("a"), services.AddDurableTaskClient("b"));
    }

    [Fact]
    public async Task AddDurableTaskClient_DefaultAndNamed_AreFound()
    {
        services.AddDurableTaskClient(client => client.UseBuildTarget<OwnClient>());
        services.AddDurableTaskClient("other", client => client.UseBuildTarget<OwnClient>());
        await using var provider = services.BuildServiceProvider();

        var clients = provider.GetRequiredService<IDurableTaskClientProvider>();

        Assert.Same(clients.GetClient(), provider.GetRequiredService<DurableTaskClient>());
        Assert.Equal("other", clients.GetClient("other").Name);
        Assert.Throws<ArgumentOutOfRangeException>("name", () => clients.GetClient("third"));
    }

    [Fact]
    public void AddDurableTask_SharedConverter_IsUsedUnlessOneIsSet()
    {
        var (shared, own) = (new JsonDataConverter(), new JsonDataConverter());
        services.AddSingleton<DataConverter>(shared);
        services.AddDurableTaskWorker();
        services.AddDurableTaskClient(client => client.Configure(options => options.DataConverter = own));
        using var provider = services.BuildServiceProvider();

        Assert.Same(shared, provider.GetRequiredService<IOptions<DurableTaskWorkerOptions>>().Value.DataConverter);
        Assert.Same(own, provider.GetRequiredService<IOptions<DurableTaskClientOptions>>().Value.DataConverter);
    }

    private sealed class OwnClient(string name) : DurableTaskClient(name)
    {
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
            throw new NotSupportedException();

        public override Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task RaiseEventAsync(
            string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
