using System.Diagnostics;

namespace Host.Tests.Processes;

/// <summary>Signals to processes that are not this one's children too.</summary>
internal static class Signals
{
    public static void Send(int process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString()]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits until a process is no more.</summary>
    public static async Task GoneAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync().InTimeAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }
}
