using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Functions.Tests.Crash;

/// <summary>Which processes run on this machine, as Linux shows them in <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The processes that one has started and that still run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(id => Stat(id) is [not "Z", var its, ..] && its == parent.ToString(CultureInfo.InvariantCulture))];

    public static string CommandLine(int process) => Read(process, "cmdline").Replace('\0', ' ');

    /// <summary>Those whose command line or environment names a folder, as <c>id command line</c>.</summary>
    public static IReadOnlyList<string> Naming(string folder) =>
    [
        .. All()
            .Where(id => id != Environment.ProcessId && (Read(id, "cmdline") + Read(id, "environ")).Contains(folder, StringComparison.Ordinal))
            .Select(id => $"{id} {CommandLine(id)}"),
    ];

    /// <summary>Waits for the end of all of them.</summary>
    public static async Task EndedAsync(string folder)
    {
        using var limit = new CancellationTokenSource(Patience);
        foreach (var line in Naming(folder))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture));
                await process.WaitForExitAsync(limit.Token);
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }
    }

    private static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    // State and parent stand behind the name, which may contain anything but ends with the last parenthesis.
    private static string[] Stat(int process)
    {
        var text = Read(process, "stat");
        return text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Read(int process, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
