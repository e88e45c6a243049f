using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>A way into a system, which registers it.</summary>
/// <param name="System">The system under which it stands, e.g. 信息化项目.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Text">What it says.</param>
public sealed record NavigationEntry(string System, string Href, string Text)
{
    /// <summary>Whether it is shown to administrators alone.</summary>
    public bool ForOperators { get; init; }
}

/// <summary>
/// The navigation of the portal. It stays as short with many systems as with one: 工作台, 待办, and the systems' entries, each below the
/// name of its system.
/// </summary>
public sealed class Navigation(IEnumerable<NavigationEntry> entries)
{
    private readonly NavigationEntry[] _entries = [.. entries];

    /// <summary>What every reader finds first.</summary>
    public static IReadOnlyList<NavigationEntry> Always { get; } = [new("", "/", "工作台"), new("", "/todo", "待办")];

    /// <summary>The systems in the order in which they were registered, with their entries.</summary>
    public IEnumerable<IGrouping<string, NavigationEntry>> SystemsFor(bool isOperator) =>
        _entries.Where(entry => isOperator || !entry.ForOperators).GroupBy(entry => entry.System);

    /// <summary>The entry of a page; null where it stands in no system.</summary>
    public NavigationEntry? Find(string? href) => Array.Find(_entries, entry => entry.Href == href);
}

/// <summary>Registers entries of the navigation.</summary>
public static class NavigationServices
{
    /// <summary>Adds an entry below the name of its system.</summary>
    public static IServiceCollection AddNavigation(this IServiceCollection services, string system, string href, string text, bool forOperators = false) =>
        services.AddSingleton(new NavigationEntry(system, href, text) { ForOperators = forOperators });
}
