using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// Many tasks of a ledger in one row, with what lists and the heat table need: a page or a table of 5,000 tasks reads some twenty
/// rows. Lights are not in it, because they change with the day. Table LedgerIndex: partition = ledger and digest, row = number of the
/// chunk, from 0.
/// </summary>
public sealed record LedgerIndexRow : IRow
{
    /// <summary>Tasks in a chunk: below 1 MiB even with the longest titles and many units.</summary>
    public const int ChunkSize = 250;

    /// <inheritdoc/>
    public static string TableName => "LedgerIndex";

    /// <summary>The partition: see <see cref="LedgerRow.TaskPartition"/>.</summary>
    public required string Of { get; init; }

    /// <summary>The chunk's number.</summary>
    public required int Chunk { get; init; }

    /// <summary>The tasks, by place.</summary>
    public required IReadOnlyList<LedgerIndexEntry> Entries { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Of;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Chunk);

    /// <summary>Returns the row key of a chunk.</summary>
    public static string RowKeyOf(int chunk) => chunk.ToString("D4", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns the chunk of a task.</summary>
    public static int ChunkOf(int ordinal) => ordinal / ChunkSize;
}

/// <summary>A task in the index; short names, because there are many.</summary>
public sealed record LedgerIndexEntry
{
    /// <summary>The task's place in the document, from 0.</summary>
    [JsonPropertyName("o")]
    public required int Ordinal { get; init; }

    /// <summary>Its key in addresses.</summary>
    [JsonPropertyName("k")]
    public required string Key { get; init; }

    /// <summary>Its printed number; null for a row without one.</summary>
    [JsonPropertyName("n")]
    public int? N { get; init; }

    /// <summary>The place of its section in the ledger.</summary>
    [JsonPropertyName("s")]
    public required int Section { get; init; }

    /// <summary>Its title.</summary>
    [JsonPropertyName("t")]
    public required string Title { get; init; }

    /// <summary>The places of its lead units in the ledger.</summary>
    [JsonPropertyName("l")]
    public IReadOnlyList<int> Lead { get; init; } = [];

    /// <summary>The places of its responsible units in the ledger.</summary>
    [JsonPropertyName("u")]
    public IReadOnlyList<int> Units { get; init; } = [];

    /// <summary>The place of the coordinating office where it compiles; null elsewhere.</summary>
    [JsonPropertyName("v")]
    public int? Convener { get; init; }

    /// <summary>The places of the units that signed.</summary>
    [JsonPropertyName("g")]
    public IReadOnlyList<int> Signed { get; init; } = [];

    /// <summary>The due date as a day number.</summary>
    [JsonPropertyName("d")]
    public required int DueDay { get; init; }

    /// <summary>推定: whether the due date is the ledger's last day.</summary>
    [JsonPropertyName("p")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Presumed { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("f")]
    [JsonConverter(typeof(JsonNumberEnumConverter<TaskPhase>))]
    public required TaskPhase Phase { get; init; }

    /// <summary>The progress in percent.</summary>
    [JsonPropertyName("c")]
    public int Percent { get; init; }

    /// <summary>Whether collective names are still to be resolved.</summary>
    [JsonPropertyName("x")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unresolved { get; init; }

    /// <summary>How many applications wait for the coordinating office.</summary>
    [JsonPropertyName("a")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Applications { get; init; }

    /// <summary>The targets; null for none.</summary>
    [JsonPropertyName("q")]
    public IReadOnlyList<TaskFigure>? Figures { get; init; }

    /// <summary>The due date.</summary>
    [JsonIgnore]
    public DateOnly Due => DateOnly.FromDayNumber(DueDay);

    /// <summary>The place of the unit that compiles; null before any is named.</summary>
    [JsonIgnore]
    public int? Compiler => Phase == TaskPhase.Registered ? null : Lead.Count > 0 ? Lead[0] : Convener ?? (Units.Count > 0 ? Units[0] : null);

    /// <summary>Whether a unit is named for it, counties apart.</summary>
    public bool Names(int unit) => Lead.Contains(unit) || Units.Contains(unit) || Convener == unit;

    /// <summary>Returns the light on a day.</summary>
    public TaskLight LightOn(DateOnly today, LedgerRow ledger) => TaskRules.LightOn(today, Phase, Due, Percent, ledger.From, ledger.Policy);

    /// <summary>Returns the status on a day.</summary>
    public WorkStatus StatusOn(DateOnly today, LedgerRow ledger) => TaskRules.StatusOn(today, Phase, Due, Percent, ledger.From, ledger.Policy);

    /// <summary>Returns the entry of a task.</summary>
    public static LedgerIndexEntry Of(LedgerRow ledger, LedgerTaskRow task)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < ledger.Units.Count; i++) places[ledger.Units[i].Id] = i;
        return Of(task, places);
    }

    /// <summary>Returns the entry of a task, with the places of the ledger's units.</summary>
    internal static LedgerIndexEntry Of(LedgerTaskRow task, IReadOnlyDictionary<string, int> places) => new()
    {
        Ordinal = task.Ordinal,
        Key = task.Key,
        N = task.Definition.N,
        Section = task.Section,
        Title = task.Definition.Title!.Trim(),
        Lead = [.. task.State.Lead.Select(unit => places[unit])],
        Units = [.. task.State.Units.Select(unit => places[unit])],
        Convener = task.State.Convener is { } convener ? places[convener] : null,
        Signed = [.. task.State.Signed.Select(unit => places[unit])],
        DueDay = task.State.Due.DayNumber,
        Presumed = task.State.Presumed,
        Phase = task.State.Phase,
        Percent = task.State.Percent,
        Unresolved = task.State.Unresolved,
        Applications = task.State.Open.Count,
        Figures = task.Definition.Figures is { Count: > 0 } figures ? figures : null,
    };
}
