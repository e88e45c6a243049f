using System.Collections.Immutable;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Functions.Tests.Common;

public sealed class GatekeeperTests
{
    [Theory]
    [InlineData("httpTrigger", true)]
    [InlineData("HttpTrigger", true)]
    [InlineData("timerTrigger", false)]
    [InlineData("activityTrigger", false)]
    public void Guards_ByTheTrigger_WhateverIsKnownOfTheRequest(string trigger, bool guarded) =>
        Assert.Equal(guarded, Gatekeeper.Guards(Invocation(trigger)));

    /// <summary>Were the middleware put before the one that finds the request, every function would be open.</summary>
    [Fact]
    public async Task Invoke_RequestIsNotThere_RunsNothing()
    {
        var ran = false;
        var environment = new HostingEnvironment { EnvironmentName = "Production" };
        using var limits = new RateLimits(new ConfigurationBuilder().Build());
        var gatekeeper = new Gatekeeper(
            new UnitKeys(Mock.Of<IDirectory>(), environment, new KeyGuard(limits, NullLogger<KeyGuard>.Instance)), null!, new SameOrigin(new OnlineAddress(new ConfigurationBuilder().Build())), environment,
            NullLogger<Gatekeeper>.Instance);

        await Assert.ThrowsAsync<InvalidOperationException>(() => gatekeeper.Invoke(Invocation("httpTrigger"), _ =>
        {
            ran = true;
            return Task.CompletedTask;
        }));

        Assert.False(ran);
    }

    private static FunctionContext Invocation(string trigger)
    {
        var binding = new Mock<BindingMetadata>();
        binding.Setup(it => it.Type).Returns(trigger);
        var definition = new Mock<FunctionDefinition>();
        definition.Setup(it => it.InputBindings).Returns(ImmutableDictionary<string, BindingMetadata>.Empty.Add("request", binding.Object));
        var context = new Mock<FunctionContext>();
        context.Setup(it => it.FunctionDefinition).Returns(definition.Object);
        context.Setup(it => it.Items).Returns(new Dictionary<object, object>());
        return context.Object;
    }
}
