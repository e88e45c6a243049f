namespace Dazhou.Serverless.Functions;

internal static class Program
{
    private static void Main()
    {
    }
}
