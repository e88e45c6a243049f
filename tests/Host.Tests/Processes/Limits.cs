namespace Host.Tests.Processes;

/// <summary>How long a test waits for something that must come; only a failure ever lasts so long.</summary>
internal static class Limits
{
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(4);

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Wait);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Wait);
}
