using System.Globalization;
using System.Reflection;

namespace Dazhou.LocalRuntime.Hosting;

/// <summary>Turns route and query texts into the types that parameters have.</summary>
internal static class ValueParsers
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>The parser of a type, or null where a text cannot become it.</summary>
    public static Func<string, object?>? For(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare == typeof(string))
            return text => text;
        if (bare == typeof(bool))
            return text => bool.Parse(text);
        if (bare == typeof(DateTime))
            return text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        if (bare.IsEnum)
            return text => Enum.Parse(bare, text, ignoreCase: true);

        // int, long, decimal, Guid, DateOnly, DateTimeOffset, TimeSpan and the like say themselves how they are read.
        var parse = bare.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string), typeof(IFormatProvider)]);
        if (parse is null || parse.ReturnType != bare)
            return null;

        var typed = (IParse)Activator.CreateInstance(typeof(Parse<>).MakeGenericType(bare), parse)!;
        return typed.Run;
    }

    public static bool AllowsNull(ParameterInfo parameter)
    {
        if (parameter.ParameterType.IsValueType)
            return Nullable.GetUnderlyingType(parameter.ParameterType) is not null;

        // The context caches without locking.
        lock (Nullability)
            return Nullability.Create(parameter).WriteState != NullabilityState.NotNull;
    }

    private interface IParse
    {
        object? Run(string text);
    }

    private sealed class Parse<T>(MethodInfo method) : IParse
    {
        private readonly Func<string, IFormatProvider?, T> _parse = method.CreateDelegate<Func<string, IFormatProvider?, T>>();

        public object? Run(string text) => _parse(text, CultureInfo.InvariantCulture);
    }
}
