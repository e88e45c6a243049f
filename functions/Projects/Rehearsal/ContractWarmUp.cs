using System.Reflection;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Projects.Rehearsal;

/// <summary>
/// Prepares JSON for what orchestrations exchange and keep, while the rest of a rehearsal begins on another core. A rehearsal ends within
/// seconds and meets each type for the first time; a quarter of its time went into this.
/// </summary>
internal static class ContractWarmUp
{
    /// <summary>Begins, and never fails: whatever is not ready in time is prepared when it is needed.</summary>
    public static void Begin() => _ = Task.Run(Prepare);

    private static void Prepare()
    {
        foreach (var type in typeof(ProjectApplication).Assembly.GetTypes().SelectMany(Exchanged).Distinct())
            RecordJson.Options.TryGetTypeInfo(type, out _);
    }

    /// <summary>A row itself, or what the functions of a class take and answer.</summary>
    private static IEnumerable<Type> Exchanged(Type type)
    {
        if (!type.IsAbstract && typeof(IRow).IsAssignableFrom(type))
            return [type];
        return type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(Answer(method.ReturnType)))
            .Where(exchanged => exchanged.Namespace?.StartsWith("Dazhou.Serverless", StringComparison.Ordinal) == true);
    }

    private static Type Answer(Type returned) => returned is { IsGenericType: true } task ? task.GetGenericArguments()[0] : returned;
}
