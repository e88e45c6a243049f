namespace Engine.Tests;

/// <summary>Throwing as an expression that has a type, so that lambdas stay unambiguous.</summary>
internal static class Throw
{
    public static T A<T>(Exception exception) => throw exception;
}
