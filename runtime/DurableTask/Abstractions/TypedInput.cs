namespace Microsoft.DurableTask;

/// <summary>Hands an untyped input to typed code.</summary>
internal static class TypedInput
{
    /// <summary>The input as the type that the code asks for; a missing one is the default of the type.</summary>
    public static T Of<T>(object? input) => input switch
    {
        T typed => typed,
        null => default!,
        _ => throw new ArgumentException(
            $"The input is a '{input.GetType()}', but a '{typeof(T)}' is asked for.", nameof(input)),
    };
}
