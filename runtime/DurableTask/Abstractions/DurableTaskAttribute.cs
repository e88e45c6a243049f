namespace Microsoft.DurableTask;

/// <summary>Names an orchestrator or activity class where its own name will not do.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute : Attribute
{
    /// <summary>Gives the class a name.</summary>
    /// <param name="name">The name; null or empty for that of the class.</param>
    public DurableTaskAttribute(string? name = null) => Name = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>The name; the default value for that of the class.</summary>
    public TaskName Name { get; }

    /// <summary>The version of the class; null for none.</summary>
    public string? Version { get; set; }
}
