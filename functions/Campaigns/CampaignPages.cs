using System.Text.Json;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>Pages of campaigns (达市府办函〔2023〕53号).</summary>
public sealed class CampaignPages(CampaignDesk desk, CampaignProjects projects, CampaignRecords records, FormDrafts forms, TimeProvider time)
{
    private const string NewProject = "new";

    /// <summary>Shows the campaigns that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignListPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "campaigns")] HttpRequest request, CancellationToken cancellationToken) =>
        Pages.Show(new CampaignListPage { Campaigns = await desk.ListAsync(Readers.Of(request), cancellationToken), Now = time.GetChinaNow() });

    /// <summary>Shows a campaign: a unit's desk, or the bureaus' board.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignPage")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "campaigns/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await desk.FindAsync(request, id, cancellationToken) is { } view ? Pages.Show(new CampaignPage { View = view }) : NotFound();

    /// <summary>Shows the 简报 of a week.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignBriefPage")]
    public async Task<IResult> BriefAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "campaigns/{id}/briefs/{week:int}")] HttpRequest request, string id, int week, CancellationToken cancellationToken) =>
        await desk.FindAsync(request, id, cancellationToken) is { } view && view.Reading.Compiled.FirstOrDefault(row => row.Week == week) is { } compiled
            ? Pages.Show(new BriefPage { View = view, Week = compiled })
            : Pages.Message(StatusCodes.Status404NotFound, "还没有这一期简报", "简报在周报截止时生成，请从行动页面打开。");

    /// <summary>Shows a project, or the form of a new one.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignProjectPage")]
    public async Task<IResult> ProjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "campaigns/{id}/projects/{project}")] HttpRequest request,
        string id,
        string project,
        CancellationToken cancellationToken) =>
        await desk.FindAsync(request, id, cancellationToken) is { } view && Find(view, project) is var row && (row is not null || project == NewProject)
            ? Pages.Show(new CampaignProjectPage
            {
                View = view,
                Project = row,
                Form = MayEdit(view, row) ? await forms.ReadAsync(PlaceOf(view, row), cancellationToken) : FormState.New,
            })
            : NotFound();

    /// <summary>Lists or changes a project; faults come back beside their fields.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignProjectForm")]
    public async Task<IResult> PostProjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{id}/projects/{project}")] HttpRequest request,
        string id,
        string project,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(request, id, cancellationToken) is not { } view) return NotFound();
        var form = await request.FormAsync(cancellationToken);
        var row = Find(view, project);
        if (row is null && project != NewProject) return NotFound();
        if (!MayEdit(view, row)) return Pages.Message(StatusCodes.Status403Forbidden, "不能修改", "项目由填报单位修改。");
        var post = await forms.TakeAsync(PlaceOf(view, row), CampaignProjectForm.Kind, form, view.By, cancellationToken);
        if (post.Answer is { } answer) return post.IsSaved ? new SeeOther($"/campaigns/{id}/projects/{row?.Id ?? NewProject}#edit") : Show(answer);
        ProjectReceipt? receipt;
        var data = SubmissionForm.Read(CampaignProjectForm.Kind, form);
        try
        {
            var input = CampaignProjectForm.Read(data);
            receipt = row is null
                ? await projects.AddAsync(client, view.Reading.Row, CampaignDesk.UnitOf(view, input.Unit), input, view.By, cancellationToken)
                : await projects.ChangeAsync(client, view.Reading.Row, row.Id, input, view.By, cancellationToken);
        }
        catch (JsonException unreadable)
        {
            receipt = new(row, false, SubmissionTexts.Unreadable(CampaignProjectForm.Kind, data, unreadable));
        }

        if (receipt is { Failures.Count: 0, Project: { } saved })
        {
            await forms.EndAsync(post.Place, post.By, cancellationToken);
            return new SeeOther($"/campaigns/{id}/projects/{saved.Id}");
        }

        return Show(await forms.RefusedAsync(post, StatusCodes.Status422UnprocessableEntity, Faults.Of(receipt?.Failures ?? []), cancellationToken));

        IResult Show(FormState state) => Pages.Show(new CampaignProjectPage { View = view, Project = row, Form = state }, state.Status);
    }

    /// <summary>Decides which of several projects count.</summary>
    [OpenTo(Caller.Staff)]
    [Function("CampaignDuplicateForm")]
    public async Task<IResult> DecideAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "campaigns/{id}/duplicates")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var form = await request.FormAsync(cancellationToken);
        var failures = await records.DecideDuplicateAsync(
            view.Reading.Row, form["key"], [.. form["counting"].OfType<string>()], form["reason"], view.By, cancellationToken);
        return failures.Count == 0
            ? new SeeOther($"/campaigns/{id}#duplicates")
            : Pages.Message(StatusCodes.Status422UnprocessableEntity, "没有认定", [.. failures.Select(failure => $"{failure.Message}（{failure.Article}）。")]);
    }

    private static CampaignProjectRow? Find(CampaignView view, string project) => view.Projects.FirstOrDefault(row => row.Id == project);

    private static bool MayEdit(CampaignView view, CampaignProjectRow? row) => row is null || view.Reader.Unit is not { } unit || unit == row.Unit;

    // A new project is its writer's own until it is listed.
    private static FormPlace PlaceOf(CampaignView view, CampaignProjectRow? row) =>
        row is null ? new(view.Definition.Id, $"{CampaignProjectForm.Kind.Step}.{NewProject}", view.By) : new(view.Definition.Id, CampaignProjectForm.Kind.Step, row.Id);

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个行动或者项目", "请从百日攻坚列表打开。");
}
