using System.Reflection;

namespace Dazhou.LocalRuntime.Tests.PublicSurface;

/// <summary>Writes types as the real packages' listings do: full names, generic arguments in angle brackets.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        var arguments = new Queue<Type>(type.GetGenericArguments());
        return string.Join('+', definition.FullName!.Split('+').Select(part => WithArguments(part, arguments)));
    }

    public static string OfMethod(MethodInfo method) => method.IsGenericMethod
        ? $"{method.Name}<{string.Join(',', method.GetGenericArguments().Select(argument => argument.Name))}>"
        : method.Name;

    // `Outer`1+Inner`2` takes its first argument to the outer and its next two to the inner name.
    private static string WithArguments(string part, Queue<Type> arguments)
    {
        var tick = part.IndexOf('`', StringComparison.Ordinal);
        if (tick < 0)
            return part;
        var own = Enumerable.Range(0, int.Parse(part[(tick + 1)..])).Select(_ => Of(arguments.Dequeue())).ToList();
        return $"{part[..tick]}<{string.Join(',', own)}>";
    }
}
