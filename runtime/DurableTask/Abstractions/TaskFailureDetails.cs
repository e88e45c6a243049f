using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>How a task failed, in a form that outlives the process it failed in.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">The exception's stack trace.</param>
/// <param name="InnerFailure">The failure behind this one.</param>
/// <param name="Properties">Further facts about the failure.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    /// <summary>Whether the failure is of a type or of one derived from it.</summary>
    /// <typeparam name="T">The type.</typeparam>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T), Assembly.GetCallingAssembly());

    /// <summary>Whether the failure is of a type or of one derived from it. False if its type is not to be found.</summary>
    /// <param name="targetBaseExceptionType">The type.</param>
    public bool IsCausedBy(Type targetBaseExceptionType) => IsCausedBy(targetBaseExceptionType, Assembly.GetCallingAssembly());

    /// <summary>The details of an exception and of those within it.</summary>
    /// <param name="exception">The exception.</param>
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Describe(exception);
    }

    private bool IsCausedBy(Type targetBaseExceptionType, Assembly caller)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
            throw new ArgumentException($"{targetBaseExceptionType} is not an exception.", nameof(targetBaseExceptionType));

        return !string.IsNullOrEmpty(ErrorType)
            && targetBaseExceptionType.IsAssignableFrom(FindErrorType(targetBaseExceptionType.Assembly, caller));
    }

    private Type? FindErrorType(Assembly target, Assembly caller)
    {
        var near = Type.GetType(ErrorType, throwOnError: false)
            ?? target.GetType(ErrorType, throwOnError: false)
            ?? caller.GetType(ErrorType, throwOnError: false);
        if (near is not null)
            return near;

        var found = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(ErrorType, throwOnError: false))
            .OfType<Type>()
            .ToList();
        return found.Count > 1
            ? throw new AmbiguousMatchException($"There is more than one exception type '{ErrorType}'.")
            : found.SingleOrDefault();
    }

    [return: NotNullIfNotNull(nameof(exception))]
    private static TaskFailureDetails? Describe(Exception? exception) => exception is null ? null : new(
        exception.GetType().ToString(),
        exception.Message,
        exception.StackTrace,
        // A failed task's exception carries the failure across replays; there is no live exception inside it then.
        Describe(exception.InnerException) ?? (exception as TaskFailedException)?.FailureDetails,
        null);
}
