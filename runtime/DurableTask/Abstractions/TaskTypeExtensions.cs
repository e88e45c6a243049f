using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>Reads a task class's name and version.</summary>
internal static class TaskTypeExtensions
{
    /// <summary>The name that the class's attribute gives, else the class's own.</summary>
    public static TaskName GetTaskName(this Type type) =>
        type.GetCustomAttribute<DurableTaskAttribute>() is { Name.Name: { Length: > 0 } name } ? name : type.Name;

    /// <summary>The version that the class's attribute gives, else none.</summary>
    public static TaskVersion GetTaskVersion(this Type type) => type.GetCustomAttribute<DurableTaskAttribute>()?.Version;
}
