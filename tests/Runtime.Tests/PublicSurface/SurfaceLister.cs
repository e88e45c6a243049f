using System.Reflection;
using System.Runtime.CompilerServices;

namespace Dazhou.LocalRuntime.Tests.PublicSurface;

/// <summary>Lists public and protected types and members, one a line, in the form of the real packages' listings.</summary>
internal static class SurfaceLister
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<SurfaceLine> List(Type type)
    {
        var name = TypeNames.Of(type);
        yield return new(type, null, $"T: {name} = {Kind(type)}{Base(type)}");
        foreach (var added in AddedInterfaces(type))
            yield return new(type, null, $"I: {name} : {TypeNames.Of(added)}");
        foreach (var constructor in type.GetConstructors(Declared).Where(IsSeen))
            yield return new(type, constructor, $"C: {name}({Parameters(constructor)}){Protected(constructor)}");
        foreach (var method in type.GetMethods(Declared).Where(method => IsSeen(method) && !IsAccessor(method)))
        {
            var (call, modifiers) = ($"{TypeNames.OfMethod(method)}({Parameters(method)})", Modifiers(method));
            yield return new(type, method, $"M: {name}.{call} : {TypeNames.Of(method.ReturnType)}{modifiers}");
        }

        foreach (var property in type.GetProperties(Declared))
        {
            if (property.GetAccessors(nonPublic: true).Where(IsSeen).ToList() is not [var first, ..] accessors)
                continue;
            var text = string.Concat(accessors.Select(accessor => Accessor(property, accessor)));
            yield return new(type, first, $"P: {name}.{property.Name} : {TypeNames.Of(property.PropertyType)} {{ {text}}}{Modifiers(first)}");
        }

        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
        {
            var constant = field.IsLiteral ? $" = {field.GetRawConstantValue()}" : string.Empty;
            yield return new(type, field, $"F: {name}.{field.Name}{constant} : {TypeNames.Of(field.FieldType)}");
        }
    }

    public static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        _ when type.IsSubclassOf(typeof(MulticastDelegate)) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Base(Type type) => type.BaseType is { } up && up != typeof(object) && !type.IsValueType
        ? $" : {TypeNames.Of(up)}"
        : string.Empty;

    private static IEnumerable<Type> AddedInterfaces(Type type) =>
        type.GetInterfaces().Where(added => added.IsVisible).Except(type.BaseType?.GetInterfaces() ?? []);

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var type = parameter.ParameterType;
        var passing = !type.IsByRef ? string.Empty : parameter.IsOut ? "out " : "ref ";
        return $"{passing}{TypeNames.Of(type.IsByRef ? type.GetElementType()! : type)} {parameter.Name}{Default(parameter)}";
    }));

    private static string Default(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: false } => string.Empty,
        { RawDefaultValue: { } value } => $" = {value}",
        { ParameterType.IsValueType: true } => " = default",
        _ => " = null",
    };

    private static string Accessor(PropertyInfo property, MethodInfo accessor) =>
        accessor == property.GetMethod ? "get; "
        : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; "
        : "set; ";

    private static string Modifiers(MethodInfo method)
    {
        // What implements an interface is virtual and final in metadata only; an interface's own members say nothing.
        var isOverride = method.GetBaseDefinition() != method;
        var modifier = method switch
        {
            { IsStatic: true } => " static",
            { DeclaringType.IsInterface: true } or { IsFinal: true } or { IsVirtual: false } => string.Empty,
            { IsAbstract: true } => " abstract",
            _ => isOverride ? " override" : " virtual",
        };
        return modifier + Protected(method);
    }

    private static string Protected(MethodBase method) => method.IsPublic ? string.Empty : " protected";
}

/// <summary>A line of a listing and the member it stands for.</summary>
internal sealed record SurfaceLine(Type Type, MemberInfo? Member, string Text);
