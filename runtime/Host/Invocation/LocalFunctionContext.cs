using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>One invocation.</summary>
internal sealed class LocalFunctionContext(FunctionMethod function, IServiceProvider services, CancellationToken cancellation)
    : FunctionContext, IInvocationOutcome
{
    private FeatureBag? _features;
    private IDictionary<object, object>? _items;
    private BindingContext? _binding;
    private TraceContext? _trace;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;

    public FunctionMethod Function => function;

    /// <summary>What the trigger hands to its parameter.</summary>
    public object? TriggerValue { get; init; }

    /// <summary>The input beside the trigger.</summary>
    public object? Input { get; init; }

    public HttpContext? HttpContext { get; init; }

    public IReadOnlyDictionary<string, object?>? BindingData { get; init; }

    public int Attempt { get; init; }

    public int MaxAttempts { get; init; }

    /// <summary>What the function returned.</summary>
    public object? Value { get; set; }

    /// <summary>Whether the function's own code has been reached.</summary>
    public bool Entered { get; set; }

    public override string InvocationId { get; } = Guid.CreateVersion7().ToString();

    public override string FunctionId => function.Id;

    public override FunctionDefinition FunctionDefinition => function;

    /// <summary>The services are the app's; the invocation makes a scope of its own once something asks for services.</summary>
    public bool ScopesLazily { get; init; }

    public override IServiceProvider InstanceServices
    {
        get => ScopesLazily && _services is null
            ? _services = (_scope = services.CreateAsyncScope()).Value.ServiceProvider
            : _services ?? services;
        set => _services = value;
    }

    public override CancellationToken CancellationToken { get; } = cancellation;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IInvocationFeatures Features => _features ??= new FeatureBag(this);

    public override BindingContext BindingContext =>
        _binding ??= new Binding(BindingData ?? new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase));

    public override RetryContext RetryContext => new Retry(Attempt, MaxAttempts);

    public override TraceContext TraceContext => _trace ??= new Trace(Activity.Current);

    public ValueTask DisposeScopeAsync() => _scope?.DisposeAsync() ?? ValueTask.CompletedTask;

    private sealed class Binding(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    private sealed class Retry(int count, int maximum) : RetryContext
    {
        public override int RetryCount => count;

        public override int MaxRetryCount => maximum;
    }

    private sealed class Trace(Activity? activity) : TraceContext
    {
        public override string TraceParent { get; } = activity?.Id ?? "";

        public override string TraceState { get; } = activity?.TraceStateString ?? "";
    }

    private sealed class FeatureBag : IInvocationFeatures
    {
        private readonly Dictionary<Type, object> _values;

        public FeatureBag(LocalFunctionContext context) => _values = new() { [typeof(IInvocationOutcome)] = context };

        public T? Get<T>() => _values.TryGetValue(typeof(T), out var value) ? (T)value : default;

        public void Set<T>(T instance) => _values[typeof(T)] = instance!;

        public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => _values.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
