namespace Runtime.Tests;

/// <summary>The entry of the processes that tests start: <c>dotnet Runtime.Tests.dll CHILD ...</c>. The test runner does not call it.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["function-app", .. var rest]:
                await Hosting.App.FunctionApp.RunAsync(rest);
                return Environment.ExitCode;
            default:
                await Console.Error.WriteLineAsync("This process is started by tests.");
                return 2;
        }
    }
}
