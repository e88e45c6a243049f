namespace Dazhou.LocalRuntime.Hosting;

/// <summary>The functions of the app.</summary>
internal sealed class FunctionCatalog(IReadOnlyList<FunctionMethod> functions)
{
    public IReadOnlyList<FunctionMethod> Functions { get; } = functions;

    public bool HasOrchestrator(string name) =>
        Functions.Any(f => f.Kind == FunctionKind.Orchestration && string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
}
