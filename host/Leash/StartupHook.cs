using System.Diagnostics;
using System.Runtime.InteropServices;

#pragma warning disable CA1050, MA0047 // The runtime finds a startup hook by this name, which stands in no namespace.

/// <summary>
/// Runs in a worker before the app does (DOTNET_STARTUP_HOOKS) and ties it to the host: when the worker's standard input
/// closes, because the host ended or was killed, the worker ends too. A worker without its host does not come back to
/// another one, and would go on working beside its successor.
/// </summary>
internal static class StartupHook
{
    /// <summary>The variable that names the hook's file; only the host's own child has it.</summary>
    private const string LeashVariable = "DAZHOU_WORKER_LEASH";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(LeashVariable) is not { Length: > 0 } hook)
            return;

        // Programs that the app starts are not the host's children: neither the hook nor the leash is theirs.
        Environment.SetEnvironmentVariable(LeashVariable, null);
        LeaveOut(hook);
        LeaveTerminal();
        new Thread(Watch) { IsBackground = true, Name = "host leash" }.Start();
    }

    private static void LeaveOut(string hook)
    {
        var others = new List<string>();
        foreach (var path in (Environment.GetEnvironmentVariable(HooksVariable) ?? "").Split(Path.PathSeparator))
        {
            if (path.Length > 0 && path != hook)
                others.Add(path);
        }

        Environment.SetEnvironmentVariable(HooksVariable, others.Count == 0 ? null : string.Join(Path.PathSeparator.ToString(), others));
    }

    // Ctrl+C goes to every process of the terminal's group. The host drains first and then ends its worker.
    private static void LeaveTerminal()
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return;

        try
        {
            _ = SetProcessGroup(0, 0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Then Ctrl+C ends the worker with the host, as it did.
        }
    }

    private static void Watch()
    {
        try
        {
            using var input = Console.OpenStandardInput();
            var buffer = new byte[64];
            while (input.Read(buffer, 0, buffer.Length) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end as well.
        }

        // An app whose exit handlers wait for something must not stay behind for it.
        new Thread(Insist) { IsBackground = true, Name = "host leash end" }.Start();
        Environment.Exit(0);
    }

    private static void Insist()
    {
        Thread.Sleep(Patience);
        Process.GetCurrentProcess().Kill();
    }

    [DllImport("libc", EntryPoint = "setpgid")]
    private static extern int SetProcessGroup(int process, int group);
}
