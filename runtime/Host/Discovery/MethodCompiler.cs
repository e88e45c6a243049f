using System.Linq.Expressions;
using System.Reflection;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Compiles a method into a delegate that takes boxed arguments and whose result is awaited and boxed.</summary>
internal static class MethodCompiler
{
    private const BindingFlags Helpers = BindingFlags.NonPublic | BindingFlags.Static;

    public static Func<object?, object?[], ValueTask<object?>> Compile(MethodInfo method)
    {
        var target = Expression.Parameter(typeof(object), "target");
        var arguments = Expression.Parameter(typeof(object?[]), "arguments");
        var converted = method.GetParameters().Select((p, i) =>
            (Expression)Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType));
        var call = method.IsStatic
            ? Expression.Call(method, converted)
            : Expression.Call(Expression.Convert(target, method.DeclaringType!), method, converted);

        return Expression.Lambda<Func<object?, object?[], ValueTask<object?>>>(Awaited(call), target, arguments).Compile();
    }

    private static Expression Awaited(MethodCallExpression call)
    {
        var type = call.Type;
        if (type == typeof(void))
            return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        if (type == typeof(Task) || type == typeof(ValueTask))
            return Expression.Call(Helper(type == typeof(Task) ? nameof(FromTask) : nameof(FromValueTask), 0), call);
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } generic)
        {
            var name = generic == typeof(Task<>) ? nameof(FromTask) : generic == typeof(ValueTask<>) ? nameof(FromValueTask) : null;
            if (name is not null)
                return Expression.Call(Helper(name, 1).MakeGenericMethod(type.GetGenericArguments()), call);
        }

        var constructor = typeof(ValueTask<object?>).GetConstructor([typeof(object)])!;
        return Expression.New(constructor, Expression.Convert(call, typeof(object)));
    }

    private static MethodInfo Helper(string name, int generics) =>
        typeof(MethodCompiler).GetMethods(Helpers).Single(m => m.Name == name && m.GetGenericArguments().Length == generics);

    private static async ValueTask<object?> FromTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromTask<T>(Task<T> task) => await task;

    private static async ValueTask<object?> FromValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> FromValueTask<T>(ValueTask<T> task) => await task;
}
