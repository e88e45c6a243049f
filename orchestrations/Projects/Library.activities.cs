using System.Text.Json.Serialization;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Projects;

/// <summary>How an entry of the library stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LibraryState>))]
public enum LibraryState
{
    /// <summary>in the library</summary>
    Admitted,

    /// <summary>not admitted</summary>
    Refused,
}

/// <summary>An entry of 信息化项目库 (第七条). Table LibraryEntries: partition = the year of the plan, row = project.</summary>
public sealed record LibraryEntryRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "LibraryEntries";

    /// <summary>The year for whose plan it was handed in.</summary>
    public required int PlanYear { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its unit's name.</summary>
    public required string UnitName { get; init; }

    /// <summary>总投资, 万元</summary>
    public required decimal TotalInvestment { get; init; }

    /// <summary>When it was handed in.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Whether that was after the end of October.</summary>
    public required bool Late { get; init; }

    /// <summary>How it stands.</summary>
    public required LibraryState State { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => $"{PlanYear:D4}";

    /// <inheritdoc/>
    public string RowKey => Project;
}

/// <summary>What the library does outside.</summary>
public sealed class LibraryActivities(ITableStore tables, IAuditTrail audit)
{
    /// <summary>Writes down what the first review decided.</summary>
    [Function(nameof(RecordEntry))]
    public async Task RecordEntry([ActivityTrigger] RecordEntry record, CancellationToken cancellation = default)
    {
        var late = AnnualCycleRules.IsLate(record.SubmittedAt);
        await tables.UpsertAsync(
            new LibraryEntryRow
            {
                PlanYear = AnnualCycleRules.PlanYear(record.SubmittedAt),
                Project = record.Project.Id,
                Name = record.Project.Name,
                UnitName = record.Project.UnitName,
                TotalInvestment = record.Project.TotalInvestment,
                SubmittedAt = record.SubmittedAt,
                Late = late,
                State = record.State,
            },
            cancellation);
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = record.Project.Id,
                Key = "library",
                At = record.At,
                Actor = ProjectPosts.DigitalEconomyBureau,
                Action = record.State == LibraryState.Admitted ? "纳入信息化项目库" : "不列入信息化项目库",
                Article = "第七条",
                Stage = Stages.LibraryAdmission,
                Detail = late ? "逾期申报" : null,
            },
            cancellation);
    }
}

/// <summary>The input of <see cref="LibraryActivities.RecordEntry"/>.</summary>
public sealed record RecordEntry(ProjectRef Project, DateTimeOffset SubmittedAt, DateTimeOffset At, LibraryState State);
