using System.Reflection;

namespace Dazhou.LocalRuntime.Tests.PublicSurface;

public sealed class PublicSurfaceTests
{
    private static readonly string[] Names =
        ["Dazhou.LocalRuntime.DurableTask", "Dazhou.LocalRuntime.Functions", "Dazhou.LocalRuntime.Host"];

    private static readonly Type[] Visible = [.. Names.Select(Assembly.Load).SelectMany(assembly => assembly.GetTypes()).Where(IsVisible)];

    [ListingsFact]
    public void MicrosoftTypes_AgainstTheRealPackages_HaveNoLineOfTheirOwn()
    {
        var real = RealListings.Read();

        var strangers = OurLines(real).Where(line => !Stands(line, real)).Select(line => line.Text).Order(StringComparer.Ordinal).ToList();

        Assert.True(strangers.Count == 0, "The real packages have no:\n" + string.Join('\n', strangers));
    }

    [Fact]
    public void PublicTypes_OutsideTheRealNamespaces_AreTheLocalRuntimes()
    {
        var strangers = Visible.Where(type => !IsReal(type)
            && type.Namespace?.StartsWith("Dazhou.LocalRuntime", StringComparison.Ordinal) is not true);

        Assert.Empty(strangers);
    }

    [Theory]
    [InlineData("T: Microsoft.DurableTask.SubOrchestrationOptions = class : Microsoft.DurableTask.TaskOptions")]
    [InlineData("T: Microsoft.DurableTask.AsyncRetryHandler = delegate : System.MulticastDelegate")]
    [InlineData("I: Microsoft.DurableTask.AsyncPageable<T> : System.Collections.Generic.IAsyncEnumerable<T>")]
    [InlineData("C: Microsoft.DurableTask.TaskActivity<TInput,TOutput>() protected")]
    [InlineData("F: Microsoft.DurableTask.Client.OrchestrationQuery.DefaultPageSize = 100 : System.Int32")]
    [InlineData("P: Microsoft.DurableTask.RetryPolicy.HandleFailure : System.Func<Microsoft.DurableTask.TaskFailureDetails,System.Boolean> { init; }")]
    [InlineData("P: Microsoft.DurableTask.Worker.DurableTaskWorkerOptions+VersioningOptions.Version : System.String { get; set; }")]
    [InlineData("M: Microsoft.DurableTask.TaskOrchestrationContext.CallSubOrchestratorAsync<TResult>(Microsoft.DurableTask.TaskName orchestratorName, System.Object input = null, Microsoft.DurableTask.TaskOptions options = null) : System.Threading.Tasks.Task<TResult> abstract")]
    [InlineData("M: Microsoft.DurableTask.TaskName.op_Implicit(System.String value) : Microsoft.DurableTask.TaskName static")]
    public void List_OurTypes_HoldsTheLine(string line)
    {
        Assert.Contains(line, Visible.SelectMany(SurfaceLister.List).Select(ours => ours.Text));
    }

    [Fact]
    public void List_TypeWithADifferentSignature_GivesALineThatDoesNotStand()
    {
        HashSet<string> real = ["M: " + TypeNames.Of(typeof(Sample)) + ".Do(System.Int32 count) : System.Void"];

        var line = Assert.Single(SurfaceLister.List(typeof(Sample)), line => line.Text.Contains(".Do(", StringComparison.Ordinal));

        Assert.EndsWith(".Do(System.Int64 count) : System.Void", line.Text, StringComparison.Ordinal);
        Assert.False(Stands(line, real));
    }

    private static IEnumerable<SurfaceLine> OurLines(HashSet<string> real) => Visible
        .Where(IsReal)
        .Select(type => SurfaceLister.List(type).ToList())

        // Of DurableTask.Core there is no listing; a type of it is compared if one comes to hold it.
        .Where(lines => lines[0].Type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal) || real.Contains(lines[0].Text))
        .SelectMany(lines => lines);

    private static bool IsVisible(Type type) => type switch
    {
        { IsNested: false } => type.IsPublic,
        _ => (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!),
    };

    private static bool IsReal(Type type) =>
        type.Namespace is { } space
        && (space.StartsWith("Microsoft.", StringComparison.Ordinal) || space.StartsWith("DurableTask.Core", StringComparison.Ordinal));

    // What overrides a member is seen by nobody who could not see the member itself, so the member may stand for it.
    private static bool Stands(SurfaceLine line, HashSet<string> real)
    {
        if (real.Contains(line.Text))
            return true;

        // Only a derived class can call an abstract class's constructor, whether it is public or protected.
        if (line is { Member: ConstructorInfo, Type.IsAbstract: true })
            return real.Contains(line.Text.Replace(" protected", string.Empty, StringComparison.Ordinal));
        if (line.Member is not MethodInfo { IsVirtual: true, IsFinal: false } method)
            return false;

        return real.Contains(line.Text.Replace(" override", " virtual", StringComparison.Ordinal))
            || real.Contains(line.Text.Replace(" virtual", " override", StringComparison.Ordinal))
            || (method.GetBaseDefinition() is var inherited && inherited != method && StandsWithItsBase(inherited, real));
    }

    private static bool StandsWithItsBase(MethodInfo inherited, HashSet<string> real)
    {
        var owner = inherited.DeclaringType!;
        return !IsReal(owner) || SurfaceLister.List(owner).Any(line => line.Member == inherited && real.Contains(line.Text));
    }

    private sealed class Sample
    {
        public void Do(long count) => throw new NotSupportedException(nameof(count));
    }
}
