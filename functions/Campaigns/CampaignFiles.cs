using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>附件1 and 附件2 as XLSX, and 简报 as DOCX (53号 四（三）).</summary>
public sealed class CampaignFiles(CampaignDesk desk, CampaignBriefs briefs, IDirectory directory, IDocumentStore documents)
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>附件1: of a week, or cumulative without <c>week</c>. The bureaus get the city and a sheet for each unit, a unit its own.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetCampaignAttachmentOne")]
    public async Task<IResult> AttachmentOneAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/attachment-1.xlsx")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        if (!PositiveNumber.TryRead(request.Query["week"], out var number)) return Problems.Unreadable("week 应为正整数。");
        var week = number is { } given ? CampaignTimeRules.Week(view.Definition, given) : null;
        if (number is not null && week is null) return Problems.NotFound("没有这一周。");
        var days = week?.Days ?? CampaignFigureRules.UpTo(view.Definition, DateOnly.MaxValue);
        var all = CampaignFigureRules.OfUnits(view.Reading.Sources, days);
        var lines = new List<(SheetHead, CampaignFigures)>();
        if (view.IsBureau)
            lines.Add((await HeadAsync(view, view.Definition.Receivers[0], "全市", cancellationToken), all.Aggregate(CampaignFigures.Zero, (sum, unit) => sum + unit.Figures)));
        foreach (var (unit, figures) in all.Where(unit => view.IsBureau || unit.Unit == view.Unit))
        {
            var mark = view.Reading.Disqualified.Contains(unit) ? "（取消考评资格）" : "";
            lines.Add((await HeadAsync(view, unit, view.Reading.Row.NameOf(unit) + mark, cancellationToken), figures));
        }

        var content = CampaignSheets.WriteOne(view.Definition.Name, week?.Title ?? "累计", lines);
        return Results.File(content, Xlsx, $"附件1{(week is null ? "累计" : $"第{week.Number}周")}.xlsx");
    }

    /// <summary>附件2: the landed key enterprises; the bureaus get all of them, a unit its own.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetCampaignAttachmentTwo")]
    public async Task<IResult> AttachmentTwoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/attachment-2.xlsx")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var unit = view.Unit ?? view.Definition.Receivers[0];
        var lines = CampaignFigureRules.Accepted(view.Reading.Sources)
            .Where(project => CampaignFigureRules.CountedOn(view.Definition, project, FigureGroup.Landed) is not null && project.Introduction is not null)
            .Where(project => view.IsBureau || project.Unit == view.Unit)
            .OrderBy(project => view.Definition.Units.ToList().IndexOf(project.Unit)).ThenBy(project => project.Of(CampaignStage.Landed)!.On)
            .Select(project => (view.Reading.Row.NameOf(project.Unit), project)).ToList();
        var head = await HeadAsync(view, unit, view.IsBureau ? "全市" : view.Reading.Row.NameOf(unit), cancellationToken);
        return Results.File(CampaignSheets.WriteTwo(view.Definition.Name, head, lines), Xlsx, "附件2.xlsx");
    }

    /// <summary>The 简报 of a week; 404 before it closes.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetCampaignBrief")]
    public async Task<IResult> BriefAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/briefs/{week:int}.docx")] HttpRequest request, string id, int week, CancellationToken cancellationToken)
    {
        await desk.ReadAsync(request, id, cancellationToken);
        return await briefs.FindAsync(id, week, cancellationToken) is { } brief
            ? await Downloads.SendAsync(documents, brief, cancellationToken)
            : Problems.NotFound("这一周还没有截止，简报尚未生成。");
    }

    private async Task<SheetHead> HeadAsync(CampaignView view, string unit, string name, CancellationToken cancellationToken)
    {
        var on = ChinaTime.DayOf(view.Reading.At);
        var contacts = new List<string>();
        foreach (var receiver in view.Definition.Receivers)
        {
            if (await directory.FindByPostAsync(receiver, UnitRow.OfficePost, on, cancellationToken) is { } office)
                contacts.Add($"{view.Reading.Row.NameOf(receiver)}{office.Person.Post} {office.Person.Mail}");
        }

        return new(name, (await directory.FindByPostAsync(unit, UnitRow.OfficePost, on, cancellationToken))?.Person.Post ?? "", on, contacts);
    }
}
