namespace Dazhou.FunctionsHost;

/// <summary>Runs a function app: <c>dotnet Dazhou.FunctionsHost.dll --app FOLDER [settings | command of the app]</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        try
        {
            var arguments = HostArguments.Parse(args);
            return arguments.Command is { } command
                ? await AppCommand.RunAsync(AppFolder.Find(arguments.App ?? AppRoot.DefaultApp()), command)
                : await HostRun.RunAsync(arguments);
        }
        catch (Exception e) when (StartupFailures.Explain(e) is { } message)
        {
            await Console.Error.WriteLineAsync("无法启动：" + message);
            return 1;
        }
    }
}
