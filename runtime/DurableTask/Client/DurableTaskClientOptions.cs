using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Settings of a client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? dataConverter;

    /// <summary>The version of instances that are started without one.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Turns values into text and back; JSON unless set.</summary>
    public DataConverter DataConverter
    {
        get => dataConverter ?? JsonDataConverter.Default;
        set => dataConverter = value;
    }

    internal bool HasOwnDataConverter => dataConverter is not null;

    /// <summary>Hands these settings to more special options, which keep their own converter.</summary>
    internal void ApplyTo(DurableTaskClientOptions other)
    {
        other.dataConverter ??= dataConverter;
        if (!string.IsNullOrWhiteSpace(DefaultVersion))
            other.DefaultVersion = DefaultVersion;
    }
}
