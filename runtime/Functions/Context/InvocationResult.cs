namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned, for middleware to read or to replace.</summary>
public abstract class InvocationResult<T>
{
    /// <summary>The value.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What a function returned, of any type.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}

/// <summary>The inputs and the result of an invocation.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The result; setting its value replaces what the function returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        new Result(Feature(context));

    /// <summary>The result as a type.</summary>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) =>
        new Result<T>(Feature(context));

    private static Dazhou.LocalRuntime.IInvocationOutcome Feature(FunctionContext context) =>
        context.Features.Get<Dazhou.LocalRuntime.IInvocationOutcome>()
        ?? throw new InvalidOperationException("This context does not belong to an invocation of the host.");

    private sealed class Result(Dazhou.LocalRuntime.IInvocationOutcome outcome) : InvocationResult
    {
        public override object? Value
        {
            get => outcome.Value;
            set => outcome.Value = value;
        }
    }

    private sealed class Result<T>(Dazhou.LocalRuntime.IInvocationOutcome outcome) : InvocationResult<T>
    {
        public override T? Value
        {
            get => (T?)outcome.Value;
            set => outcome.Value = value;
        }
    }
}
