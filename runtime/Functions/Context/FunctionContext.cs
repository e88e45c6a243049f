namespace Microsoft.Azure.Functions.Worker;

/// <summary>One invocation of a function.</summary>
public abstract class FunctionContext
{
    /// <summary>The id of this invocation.</summary>
    public abstract string InvocationId { get; }

    /// <summary>The id of the function, stable between starts.</summary>
    public abstract string FunctionId { get; }

    /// <summary>The distributed trace that the invocation belongs to.</summary>
    public abstract TraceContext TraceContext { get; }

    /// <summary>What the trigger says about itself.</summary>
    public abstract BindingContext BindingContext { get; }

    /// <summary>Which attempt this is.</summary>
    public abstract RetryContext RetryContext { get; }

    /// <summary>The services of this invocation's scope.</summary>
    public abstract IServiceProvider InstanceServices { get; set; }

    /// <summary>The function.</summary>
    public abstract FunctionDefinition FunctionDefinition { get; }

    /// <summary>Values that middleware and function share in this invocation.</summary>
    public abstract IDictionary<object, object> Items { get; set; }

    /// <summary>What the host offers to this invocation.</summary>
    public abstract IInvocationFeatures Features { get; }

    /// <summary>Signals that the invocation is no longer wanted.</summary>
    public virtual CancellationToken CancellationToken { get; } = CancellationToken.None;
}

/// <summary>What the trigger says about itself, by name.</summary>
public abstract class BindingContext
{
    /// <summary>The values: route values and query of a request, for example.</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}

/// <summary>Which attempt of an invocation runs.</summary>
public abstract class RetryContext
{
    /// <summary>How many attempts came before.</summary>
    public abstract int RetryCount { get; }

    /// <summary>How many retries there may be.</summary>
    public abstract int MaxRetryCount { get; }
}

/// <summary>The distributed trace of an invocation, as W3C headers.</summary>
public abstract class TraceContext
{
    /// <summary>The header traceparent.</summary>
    public abstract string TraceParent { get; }

    /// <summary>The header tracestate.</summary>
    public abstract string TraceState { get; }

    /// <summary>More attributes of the trace.</summary>
    public virtual IReadOnlyDictionary<string, string> Attributes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The baggage.</summary>
    public virtual IReadOnlyDictionary<string, string> Baggage { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What the host offers to one invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets a feature.</summary>
    void Set<T>(T instance);

    /// <summary>Gets a feature, or the default of its type.</summary>
    T? Get<T>();
}
