using System.Reflection;
using Dazhou.Serverless.Functions.Common;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.Common;

public sealed class FunctionRulesTests
{
    private static readonly MethodInfo[] HttpFunctions =
    [
        .. typeof(Gatekeeper).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>() is not null)),
    ];

    public static TheoryData<string> Names => [.. HttpFunctions.Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void HttpFunction_Any_StatesWhoMayCall(string name)
    {
        var method = HttpFunctions.Single(method => method.GetCustomAttribute<FunctionAttribute>()!.Name == name);
        Assert.NotNull(method.GetCustomAttribute<OpenToAttribute>());
        // The gatekeeper finds the attribute by the entry point's name, so that must be unambiguous.
        Assert.NotNull(Gatekeeper.CallerOf($"{method.DeclaringType!.FullName}.{method.Name}"));
    }

    [Fact]
    public void HttpFunctions_UnderDev_AreForDevelopmentOnly()
    {
        foreach (var method in HttpFunctions)
        {
            var route = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).First(trigger => trigger is not null)!.Route;
            if (route!.StartsWith("dev/", StringComparison.Ordinal))
                Assert.Equal(Caller.Development, method.GetCustomAttribute<OpenToAttribute>()!.Caller);
        }
    }

    /// <summary>The gatekeeper leaves these to the runtime, so the runtime must be told.</summary>
    [Fact]
    public void HttpFunctions_ForTheAdministrator_AskForTheAdminKey()
    {
        var functions = HttpFunctions.Where(method => method.GetCustomAttribute<OpenToAttribute>()!.Caller == Caller.Administrator).ToList();
        Assert.NotEmpty(functions);
        Assert.All(functions, method => Assert.Equal(
            AuthorizationLevel.Admin,
            method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).First(trigger => trigger is not null)!.AuthLevel));
    }

    [Fact]
    public void CallerOf_FunctionWithoutAttribute_IsNobody() => Assert.Null(Gatekeeper.CallerOf(typeof(Gatekeeper).FullName + ".Invoke"));
}
