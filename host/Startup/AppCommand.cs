using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dazhou.FunctionsHost;

/// <summary>Runs a command of the app itself, such as a rehearsal: its program with these arguments, on this console.</summary>
internal static class AppCommand
{
    /// <returns>The program's exit code.</returns>
    public static async Task<int> RunAsync(AppFolder app, IReadOnlyList<string> command)
    {
        var files = HostFiles.Read(app.Path, AppRoot.Find(app.Path));
        if (files.Problem is { } problem)
            throw new StartupException(problem);

        // In the caller's folder, so that the files that the command names are found.
        var start = new ProcessStartInfo(WorkerProcess.DotNet()) { UseShellExecute = false };
        foreach (var argument in command.Prepend(app.Assembly))
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in files.Values)
            start.Environment.TryAdd(name, value);

        // Ctrl+C reaches the command by itself, and it is the command's to answer; the host only waits for it.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var program = Process.Start(start)!;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            if (!program.HasExited)
                program.Kill();
        });
        await program.WaitForExitAsync();
        return program.ExitCode;
    }
}
