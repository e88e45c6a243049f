namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or an activity. Case does not matter.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Makes a name of the given text.</summary>
    /// <param name="name">The text of the name.</param>
    public TaskName(string name) => Name = name;

    /// <summary>The text of the name; <see langword="null"/> in a default value.</summary>
    public string Name { get; }

    /// <summary>Always empty; versions are a <see cref="TaskVersion"/>.</summary>
    [Obsolete("Use TaskVersion.")]
    public string Version => Name is null ? null! : string.Empty;

    /// <summary>Takes the text of a name.</summary>
    /// <param name="value">The name.</param>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Makes a name of a text; an empty text gives the default value.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>Whether two names are the same but for case.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other name.</param>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ by more than case.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other name.</param>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
