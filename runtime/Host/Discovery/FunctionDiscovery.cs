using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Finds the functions of an app: in its entry assembly and in those it references.</summary>
internal static class FunctionDiscovery
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <exception cref="StartupException">A function is declared wrongly, or two have one name; the message lists them all.</exception>
    public static IReadOnlyList<FunctionMethod> Find(Assembly? entry, Func<Type, bool> include) =>
        Find(Assemblies(entry).SelectMany(Types).Where(include));

    public static IReadOnlyList<FunctionMethod> Find(IEnumerable<Type> types)
    {
        var functions = new List<FunctionMethod>();
        var problems = new List<string>();
        foreach (var type in types)
        {
            if (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false))
                continue;

            foreach (var method in type.GetMethods(All))
            {
                if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { } attribute)
                    continue;
                if (FunctionReader.Read(method, attribute.Name, problems) is { } function)
                    functions.Add(function);
            }
        }

        foreach (var same in functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            problems.Add($"函数名 {same.Key} 重复：{string.Join("、", same.Select(f => f.EntryPoint))}。");

        if (problems.Count > 0)
            throw new StartupException("函数声明有误：\n" + string.Join('\n', problems.Select(p => "  - " + p)));

        functions.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return functions;
    }

    private static List<Assembly> Assemblies(Assembly? entry)
    {
        var found = new List<Assembly>();
        if (entry is null)
            return found;

        var attribute = typeof(FunctionAttribute).Assembly.GetName().Name;
        var seen = new HashSet<string>(StringComparer.Ordinal) { entry.GetName().Name! };
        var queue = new Queue<Assembly>([entry]);
        while (queue.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();

            // Without a reference to the attribute's assembly there can be no function in it or below it.
            if (!references.Any(r => r.Name == attribute))
                continue;

            found.Add(assembly);
            foreach (var reference in references)
            {
                if (IsFramework(reference.Name!) || !seen.Add(reference.Name!))
                    continue;
                try
                {
                    queue.Enqueue(Assembly.Load(reference));
                }
                catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
                {
                    // A reference that is not deployed is not part of the app.
                }
            }
        }

        return found;
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name.StartsWith("Dazhou.LocalRuntime.", StringComparison.Ordinal)
        || name is "System" or "netstandard" or "mscorlib";

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
    }
}
