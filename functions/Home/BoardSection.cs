using Microsoft.AspNetCore.Components;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Home;

/// <summary>A section of a system on the 工作台: a component without parameters that reads its own data.</summary>
/// <param name="Component">The component.</param>
/// <param name="Scripts">The scripts it can use; it must also work without them.</param>
public sealed record BoardSection(Type Component, IReadOnlyList<string> Scripts);

/// <summary>Sample data of a system, for an empty portal in Development.</summary>
public interface ISampleData
{
    /// <summary>Submits each sample once. Returns what was done, in Chinese.</summary>
    Task<string> LoadAsync(DurableTaskClient client, CancellationToken cancellationToken);
}

/// <summary>Registers the sections of the 工作台.</summary>
public static class BoardServices
{
    /// <summary>Adds a section.</summary>
    public static IServiceCollection AddBoardSection<T>(this IServiceCollection services, params IReadOnlyList<string> scripts)
        where T : IComponent =>
        services.AddSingleton(new BoardSection(typeof(T), scripts));
}
