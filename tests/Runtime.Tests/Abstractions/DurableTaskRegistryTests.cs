using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Dazhou.LocalRuntime.Tests.Abstractions;

public sealed class DurableTaskRegistryTests
{
    private static readonly TaskActivityContext Call = Mock.Of<TaskActivityContext>();

    private readonly DurableTaskRegistry registry = new();
    private readonly ServiceProvider services = new ServiceCollection().AddSingleton("from the services").BuildServiceProvider();

    [Fact]
    public async Task AddActivity_Class_IsFoundByItsAttributesNameAndGetsServices()
    {
        registry.AddActivity<Named>();

        Assert.Equal("from the services", await RunAsync("NAMED-OTHERWISE", null));
        Assert.False(new DurableTaskFactory(registry).TryCreateActivity("Named", services, out _));
    }

    [Fact]
    public async Task AddActivityFunc_EveryKindOfFunction_Runs()
    {
        var calls = 0;
        registry
            .AddActivityFunc<int, int>("both", (_, x) => Task.FromResult(x + 1))
            .AddActivityFunc<int, int>("both now", (_, x) => x + 2)
            .AddActivityFunc<int>("input", async (_, x) => calls += await Task.FromResult(x))
            .AddActivityFunc<int>("output", _ => Task.FromResult(7))
            .AddActivityFunc<int>("output now", _ => 8)
            .AddActivityFunc("neither", _ => Task.CompletedTask)
            .AddActivityFunc<int>("input now", (_, x) => { calls += x; });

        Assert.Equal(
            [2, 3, null, 7, 8, null, null],
            [
                await RunAsync("both", 1), await RunAsync("both now", 1), await RunAsync("input", 10), await RunAsync("output", null),
                await RunAsync("output now", null), await RunAsync("neither", null), await RunAsync("input now", 100),
            ]);
        Assert.Equal(110, calls);
    }

    [Fact]
    public async Task RunAsync_InputOfAnotherType_Throws()
    {
        registry.AddActivityFunc<int, int>("double", (_, x) => x * 2);

        await Assert.ThrowsAsync<ArgumentException>("input", () => RunAsync("double", "two"));
        Assert.Equal(0, await RunAsync("double", null));
    }

    [Fact]
    public void Add_SameNameInOtherCase_Throws()
    {
        registry.AddOrchestratorFunc("Review", _ => Task.CompletedTask).AddActivityFunc("Review", _ => Task.CompletedTask);

        Assert.Throws<ArgumentException>("name", () => registry.AddOrchestratorFunc("REVIEW", _ => Task.CompletedTask));
        Assert.Throws<ArgumentException>("name", () => registry.AddActivityFunc("review", _ => Task.CompletedTask));
        Assert.Single(registry.GetOrchestrators());
    }

    [Fact]
    public void Add_NoName_Throws()
    {
        Assert.Throws<ArgumentException>("name", () => registry.AddActivityFunc(default, _ => Task.CompletedTask));
    }

    [Theory]
    [InlineData(typeof(ITaskActivity))]
    [InlineData(typeof(TaskActivity<int, int>))]
    [InlineData(typeof(string))]
    public void AddActivity_TypeThatCannotBeCreatedAsOne_Throws(Type type)
    {
        Assert.Throws<ArgumentException>(nameof(type), () => registry.AddActivity(type));
    }

    [Fact]
    public void TryCreateOrchestrator_Versions_AreServedByTheirOwnOnly()
    {
        registry
            .AddOrchestrator("plain", () => Mock.Of<ITaskOrchestrator>())
            .AddOrchestrator("split", "1", () => Mock.Of<ITaskOrchestrator>())
            .AddOrchestrator("split", "2", () => Mock.Of<ITaskOrchestrator>())
            .AddOrchestrator("grown", () => Mock.Of<ITaskOrchestrator>())
            .AddOrchestrator("grown", "2", () => Mock.Of<ITaskOrchestrator>());
        var factory = new DurableTaskFactory(registry);

        Assert.True(factory.TryCreateOrchestrator("plain", "5", services, out _));
        Assert.True(factory.TryCreateOrchestrator("split", "2", services, out _));
        Assert.False(factory.TryCreateOrchestrator("split", "3", services, out _));
        Assert.False(factory.TryCreateOrchestrator("split", services, out _));
        Assert.True(factory.TryCreateOrchestrator("grown", services, out _));
        Assert.False(factory.TryCreateOrchestrator("grown", "3", services, out _));
        Assert.False(factory.TryCreateOrchestrator("absent", services, out _));
    }

    [Fact]
    public void Factory_SameTaskInTwoRegistries_Throws()
    {
        registry.AddActivityFunc("send", _ => Task.CompletedTask);
        var other = new DurableTaskRegistry().AddActivityFunc("Send", _ => Task.CompletedTask);

        Assert.Throws<ArgumentException>(() => new DurableTaskFactory(registry, other));
    }

    private Task<object?> RunAsync(TaskName name, object? input)
    {
        Assert.True(new DurableTaskFactory(registry).TryCreateActivity(name, services, out var activity));
        return activity.RunAsync(Call, input);
    }

    [DurableTask("named-otherwise")]
    private sealed class Named(string text) : TaskActivity<object?, string>
    {
        public override Task<string> RunAsync(TaskActivityContext context, object? input) => Task.FromResult(text);
    }
}
