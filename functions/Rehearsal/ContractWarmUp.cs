using System.Reflection;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Rehearsal;

/// <summary>
/// Prepares JSON serialization of orchestration data on another core while a rehearsal starts. A rehearsal lasts
/// seconds and uses each type for the first time, which took a quarter of its time.
/// </summary>
internal static class ContractWarmUp
{
    /// <summary>Starts the preparation; never throws. What is not ready in time is prepared when needed.</summary>
    public static void Begin() => _ = Task.Run(Prepare);

    private static void Prepare()
    {
        foreach (var type in typeof(RecordJson).Assembly.GetTypes().SelectMany(Exchanged).Distinct())
            RecordJson.Options.TryGetTypeInfo(type, out _);
    }

    /// <summary>Returns a row type itself, or the parameter and result types of a class with functions.</summary>
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
