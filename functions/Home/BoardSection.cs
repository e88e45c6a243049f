using Microsoft.AspNetCore.Components;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>A section of a system on the 工作台: a component without parameters that reads its own data.</summary>
/// <param name="Component">The component.</param>
/// <param name="Scripts">The scripts that it can use; it must do without them.</param>
/// <param name="IsMine">Whether it is about the reader's own unit, and shown to every person; else it is about all, and shown to who reads all.</param>
public sealed record BoardSection(Type Component, IReadOnlyList<string> Scripts, bool IsMine = false);

/// <summary>Sample data of a system, for an empty portal in Development.</summary>
public interface ISampleData
{
    /// <summary>Submits each sample once. Returns what was done, in Chinese.</summary>
    Task<string> LoadAsync(DurableTaskClient client, CancellationToken cancellationToken);
}

/// <summary>Registers the sections of the 工作台.</summary>
public static class BoardServices
{
    /// <summary>Adds a section about the reader's own unit.</summary>
    public static IServiceCollection AddOwnBoardSection<T>(this IServiceCollection services)
        where T : IComponent =>
        services.AddSingleton(new BoardSection(typeof(T), [], IsMine: true));

    /// <summary>Adds a section about all.</summary>
    public static IServiceCollection AddBoardSection<T>(this IServiceCollection services, params IReadOnlyList<string> scripts)
        where T : IComponent =>
        services.AddSingleton(new BoardSection(typeof(T), scripts));
}
