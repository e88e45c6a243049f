using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>API of campaigns (达市府办函〔2023〕53号), for programs and signed-in people. Example requests: <c>Campaigns.http</c>.</summary>
public sealed class CampaignApi(CampaignBook book, CampaignProjects projects, CampaignDesk desk, SubmissionDesk submissions)
{
    private const string Example = """{"name":"某新材料项目","investor":"某公司","stage":"签约","stageOn":"2023-06-01","evidenceKind":"签约合同","evidence":"合同编号","contractAmount":"1.2亿元"}""";

    /// <summary>Opens a campaign; for its receivers and operators. 202 for a new one, 200 for a repetition.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OpenCampaign")]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var definition = await JsonBody.ReadAsync<CampaignDefinition>(request, RecordJson.Options, example: "samples/campaigns/season-3.json", cancellationToken);
        if (await book.OpenAsync(client, definition, Readers.Of(request), cancellationToken) is not { } receipt)
            return Problems.Forbidden("行动由接收单位启动，单位密钥或者登录人与之不一致。");
        return receipt is { Campaign: { } row, Failures.Count: 0 }
            ? Results.Json(
                new { id = row.Definition.Id, href = $"/api/campaigns/{row.Definition.Id}" },
                statusCode: receipt.IsNew ? StatusCodes.Status202Accepted : StatusCodes.Status200OK)
            : Problems.Refused("行动未启动", Faults.Of(receipt.Failures), receipt.Campaign is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict);
    }

    /// <summary>Returns phase, weeks with the state of every report, and 综合排位.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetCampaign")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var reading = (await desk.ReadAsync(request, id, cancellationToken)).Reading;
        return Results.Json(new
        {
            id,
            name = reading.Definition.Name,
            phase = CampaignTimeRules.PhaseAt(reading.Definition, reading.At),
            provisional = reading.Row.Method is null,
            weeks = CampaignTimeRules.Weeks(reading.Definition).Select(week => new
            {
                week = week.Number,
                opens = week.Opens,
                closes = week.Closes,
                reports = reading.Reports.Where(report => report.Week.Number == week.Number)
                    .Select(report => new { unit = report.Unit, state = report.State.Chinese(), late = report.Late }),
            }),
            ranking = reading.Ranking().Select(unit => new { unit = unit.Unit, place = unit.Place, points = unit.Points }),
        });
    }

    /// <summary>Returns the projects that the caller may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListCampaignProjects")]
    public async Task<IResult> ListProjectsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/projects")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        Results.Json((await desk.ReadAsync(request, id, cancellationToken)).Projects, RecordJson.Options);

    /// <summary>Lists a project; for the unit. 201 for a new one, 200 for a repetition.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AddCampaignProject")]
    public async Task<IResult> AddProjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/projects")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var input = await InputAsync(request, cancellationToken);
        var receipt = await projects.AddAsync(client, view.Reading.Row, CampaignDesk.UnitOf(view, input.Unit), input, view.By, cancellationToken);
        return Answer(receipt, receipt.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <summary>Changes a project; for its unit.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ChangeCampaignProject")]
    public async Task<IResult> ChangeProjectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/campaigns/{id}/projects/{project}")] HttpRequest request,
        string id,
        string project,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var input = await InputAsync(request, cancellationToken);
        // A unit changes its own alone; a bureau none.
        if (view.Projects.FirstOrDefault(row => row.Id == project) is not { } row) return Problems.NotFound("没有这个项目。");
        if (view.Reader.Unit is { } unit && unit != row.Unit) return Problems.Forbidden("项目由填报单位修改，单位密钥或者登录人与之不一致。");
        return await projects.ChangeAsync(client, view.Reading.Row, project, input, view.By, cancellationToken) is { } receipt
            ? Answer(receipt, StatusCodes.Status200OK)
            : Problems.NotFound("没有这个项目。");
    }

    /// <summary>Takes a week's report; for the unit. Late ones are taken until the next week closes.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ReportCampaignWeek")]
    public async Task<IResult> ReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/weeks/{week:int}/report")] HttpRequest request,
        string id,
        int week,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        if (CampaignTimeRules.Week(view.Definition, week) is null) return Problems.NotFound("没有这一周。");
        var unit = CampaignDesk.UnitOf(view, request.Query["unit"]);
        var report = view.Reading.ReportOf(unit, week);
        const string step = "Campaign.weekly";
        var sent = await SubmissionForm.ReadAsync(request, CampaignSubmissions.All.Of(step), cancellationToken);
        var handIn = new HandIn($"campaign.{id}.{unit}", step, report.Round, sent.Data, sent.Files, IdempotencyKey.Of(request));
        var outcome = await submissions.SubmitAsync(client, handIn, CampaignDesk.CallerOf(request), view.Reader.Person, cancellationToken);
        return outcome.Result is { } submission
            ? Results.Json(new { week, unit, at = submission.At, data = JsonNode.Parse(submission.Data) }, statusCode: StatusCodes.Status202Accepted)
            : Problems.Refused("周报未受理", outcome.Faults, outcome.Status);
    }

    private static async Task<CampaignProjectInput> InputAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var json = await JsonBody.ReadObjectAsync(request, Example, cancellationToken);
        try
        {
            return CampaignProjectForm.Read(json);
        }
        catch (JsonException unreadable)
        {
            throw new RefusedException(JsonBody.Refusal(unreadable, Example));
        }
    }

    // Amounts are echoed in both units, so that the caller sees how they were understood.
    private static IResult Answer(ProjectReceipt receipt, int status) => receipt is { Project: { } project, Failures.Count: 0 }
        ? Results.Json(
            new
            {
                id = project.Id,
                unit = project.Unit,
                stage = project.Stage?.Stage.Chinese(),
                version = project.Version,
                contractAmount = project.ContractAmount,
                contractAmountText = CampaignProjectChanges.Amount(project.ContractAmount),
                filingAmount = project.FilingAmount,
                filingAmountText = CampaignProjectChanges.Amount(project.FilingAmount),
                categories = project.Categories.Select(claim => new { code = claim.Code.Chinese(), state = claim.State.Chinese() }),
            },
            statusCode: status)
        : Problems.Refused("项目未受理", Faults.Of(receipt.Failures), receipt.Project is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict);
}
