using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A navigation entry, registered by a system.</summary>
/// <param name="System">The title of the system, e.g. 信息化项目.</param>
/// <param name="Href">The target.</param>
/// <param name="Text">The text.</param>
public sealed record NavigationEntry(string System, string Href, string Text)
{
    /// <summary>Whether it is shown to operators only.</summary>
    public bool ForOperators { get; init; }
}

/// <summary>
/// The navigation of the portal: 工作台, 待办 and the entries of the systems, each under the system's title, so that it stays short with many
/// systems.
/// </summary>
public sealed class Navigation(IEnumerable<NavigationEntry> entries)
{
    private readonly NavigationEntry[] _entries = [.. entries];

    /// <summary>Gets the entries that every reader has.</summary>
    public static IReadOnlyList<NavigationEntry> Always { get; } = [new("", "/", "工作台"), new("", "/todo", "待办")];

    /// <summary>Returns the entries by system, in order of registration.</summary>
    public IEnumerable<IGrouping<string, NavigationEntry>> SystemsFor(bool isOperator) =>
        _entries.Where(entry => isOperator || !entry.ForOperators).GroupBy(entry => entry.System);

    /// <summary>Returns the entry of a page; null if it belongs to no system.</summary>
    public NavigationEntry? Find(string? href) => Array.Find(_entries, entry => entry.Href == href);
}

/// <summary>Registers navigation entries.</summary>
public static class NavigationServices
{
    /// <summary>Adds an entry under the title of its system.</summary>
    public static IServiceCollection AddNavigation(this IServiceCollection services, string system, string href, string text, bool forOperators = false) =>
        services.AddSingleton(new NavigationEntry(system, href, text) { ForOperators = forOperators });
}
