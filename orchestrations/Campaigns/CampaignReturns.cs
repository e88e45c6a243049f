using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>退回: sends a weekly report back to its unit, which is asked again (53号 四（五）).</summary>
public sealed class CampaignReturns(ITableStore tables, CampaignTables figures, IAuditTrail audit, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of returns.</summary>
    public const string Kind = "campaign-return";

    private const int LongestReason = 500;

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => Parse(id) is var (campaign, week, unit, number) ? ReportCall.InstanceIdOf(campaign, unit, week, number) : id;

    /// <summary>Returns a report with a reason, or the broken rules. While it is returned already, the first return stands.</summary>
    public async Task<IReadOnlyList<RuleFailure>> ReturnAsync(
        DurableTaskClient client, CampaignReading reading, int week, string unit, string? reason, string by, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return [Failure("reason", $"请说明退回的原因，不超过{LongestReason}个字")];
        if (reading.Reports.FirstOrDefault(report => report.Unit == unit && report.Week.Number == week) is not { } report) return [Failure("unit", "没有这个单位或者这一周")];
        if (report.State == ReportState.Returned) return [];
        if (report.Submission is null) return [Failure("unit", "该单位还没有报送，不能退回")];
        if (time.GetChinaNow() >= report.Week.TakesUntil) return [Failure("week", $"{report.Week.Title}的补报期已过，不能再退回；数据有误的，由单位修改项目清单，在下一期简报中更正")];
        var row = new CampaignReturnRow
        {
            Campaign = reading.Definition.Id,
            Week = week,
            Unit = unit,
            Number = report.Returned + 1,
            Reason = reason.Trim(),
            By = by,
            At = time.GetChinaNow(),
        };
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = IdOf(row), Since = row.At }, cancellation);
        await tables.TryInsertAsync(row, cancellation);
        await CarryAsync(client, reading.Row, row, cancellation);
        return [];
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        Parse(id) is var (campaign, week, unit, number)
        && (await tables.FindAsync<CampaignReturnRow>(campaign, $"{week:D2}|{unit}|{number:D2}", cancellation))?.Value is { } row
        && await figures.ReadAsync(campaign, cancellation) is { } reading
            ? await CarryAsync(client, reading.Row, row, cancellation)
            : null;

    private async Task<bool> CarryAsync(DurableTaskClient client, CampaignRow campaign, CampaignReturnRow row, CancellationToken cancellation)
    {
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = CampaignSubject.IdOf(row.Campaign, row.Unit),
                Key = $"returned|{row.RowKey}",
                At = row.At,
                Actor = row.By,
                Action = $"退回第{row.Week}周周报",
                Article = $"{campaign.Definition.Document}四（五）",
                Stage = nameof(WeeklyReport),
                Detail = row.Reason,
            },
            cancellation);
        var week = CampaignTimeRules.Week(campaign.Definition, row.Week)!;
        // In time as long as the week is open, and else until it takes late reports.
        var until = row.At < week.Closes ? week.LastDay : ChinaTime.DayOf(week.TakesUntil.AddTicks(-1));
        var call = new UnitWeekCall(CampaignCall.Of(campaign), row.Unit, week, row.Number, row.Reason, until);
        var started = await client.StartOnceAsync(
            nameof(ReportCall), call, OrchestrationVersion.Start(ReportCall.InstanceIdOf(row.Campaign, row.Unit, row.Week, row.Number)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, IdOf(row), cancellation);
        return started;
    }

    private static string IdOf(CampaignReturnRow row) => $"{row.Campaign}.{row.Week}.{row.Unit}.{row.Number}";

    private static (string Campaign, int Week, string Unit, int Number)? Parse(string id) =>
        id.Split('.') is [var campaign, var week, var unit, var number]
        && int.TryParse(week, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var w)
        && int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var n)
            ? (campaign, w, unit, n)
            : null;

    private static RuleFailure Failure(string field, string message) => new($"campaign-return-{field}", $"{CampaignTexts.Document}四（五）", field, message);
}
