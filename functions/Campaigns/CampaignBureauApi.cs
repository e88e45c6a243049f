using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>What the bureaus that run a campaign decide and record (53号 四（三）—（五）), and 简报信息 of the units.</summary>
public sealed class CampaignBureauApi(
    CampaignBook book, CampaignDesk desk, CampaignRecords records, CampaignReturns returns, CampaignFindings findings, CampaignReviews reviews)
{
    private sealed record ReturnInput(string? Unit, string? Reason);

    private sealed record DuplicateInput(string? Key, IReadOnlyList<string>? Counting, string? Reason);

    private sealed record ReviewInput(IReadOnlyList<string>? Experts);

    private sealed record ItemInput(string? Unit, string? Title, string? Text);

    private sealed record EditInput(string? Edited);

    private sealed record RewardInput(int ProvincialPlace, IReadOnlyDictionary<string, decimal>? Amounts);

    /// <summary>Enters the number, 名额 and weights of the 考核办法.</summary>
    [OpenTo(Caller.Staff)]
    [Function("EnterCampaignMethod")]
    public async Task<IResult> EnterMethodAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/campaigns/{id}/method")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var method = await ReadAsync<AssessmentMethod>(request, """{"number":"…","overall":3,"progress":1,"special":1}""", cancellationToken);
        return Done(await book.EnterMethodAsync(view.Reading.Row, method, Readers.Of(request), cancellationToken));
    }

    /// <summary>Returns a unit's report with a reason.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ReturnCampaignReport")]
    public async Task<IResult> ReturnAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/weeks/{week:int}/returns")] HttpRequest request,
        string id,
        int week,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var input = await ReadAsync<ReturnInput>(request, """{"unit":"tcq","reason":"…"}""", cancellationToken);
        return Done(await returns.ReturnAsync(client, view.Reading, week, input.Unit ?? "", input.Reason, view.By, cancellationToken));
    }

    /// <summary>Lists the projects of several units that seem to be one; a unit sees the groups in which its own are.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ListCampaignDuplicates")]
    public async Task<IResult> ListDuplicatesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/campaigns/{id}/duplicates")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var groups = DuplicateRules.Groups(view.Reading.Sources.Projects, view.Reading.Sources.Decisions);
        return Results.Json(groups.Where(group => view.IsBureau || group.Projects.Any(project => project.Unit == view.Unit)).Select(group => new
        {
            key = group.Key,
            title = group.Title,
            open = group.IsOpen,
            counting = group.Decision?.Counting ?? [],
            projects = group.Projects.Select(project => new { id = project.Id, unit = project.Unit, name = project.Name }),
        }));
    }

    /// <summary>Decides which projects of a group count.</summary>
    [OpenTo(Caller.Staff)]
    [Function("DecideCampaignDuplicate")]
    public async Task<IResult> DecideDuplicateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/duplicates")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var input = await ReadAsync<DuplicateInput>(request, """{"key":"investor:…","counting":["…"],"reason":"…"}""", cancellationToken);
        return Done(await records.DecideDuplicateAsync(view.Reading.Row, input.Key, input.Counting ?? [], input.Reason, view.By, cancellationToken));
    }

    /// <summary>Records a finding of falsification, which disqualifies the unit; for the first of the bureaus.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RecordCampaignFinding")]
    public async Task<IResult> RecordFindingAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/findings")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        if (view.Reader.Unit is { } unit && unit != view.Definition.Receivers[0]) return Problems.Forbidden($"认定由{view.Reading.Row.NameOf(view.Definition.Receivers[0])}作出。");
        var input = await ReadAsync<FindingInput>(request, """{"unit":"tcq","kind":"弄虚作假","finding":"…","projects":[],"grave":false}""", cancellationToken);
        return Done(await findings.RecordAsync(client, view.Reading.Row, input, view.By, cancellationToken));
    }

    /// <summary>Orders the review of a project's claimed categories by experts.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OrderCampaignReview")]
    public async Task<IResult> OrderReviewAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/projects/{project}/reviews")] HttpRequest request,
        string id,
        string project,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var input = await ReadAsync<ReviewInput>(request, """{"experts":["expert-cloud"]}""", cancellationToken);
        return Done(await reviews.OrderAsync(client, view.Reading.Row, project, input.Experts ?? [], view.By, cancellationToken));
    }

    /// <summary>Takes a piece of 简报信息 of a unit.</summary>
    [OpenTo(Caller.Staff)]
    [Function("SubmitCampaignItem")]
    public async Task<IResult> SubmitItemAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/campaigns/{id}/items")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsync(request, id, cancellationToken);
        var input = await ReadAsync<ItemInput>(request, """{"title":"…","text":"…"}""", cancellationToken);
        return Done(await records.SubmitItemAsync(view.Reading.Row, CampaignDesk.UnitOf(view, input.Unit), input.Title, input.Text, picture: null, view.By, cancellationToken));
    }

    /// <summary>Takes a piece into the 简报 as edited; an empty text takes it out.</summary>
    [OpenTo(Caller.Staff)]
    [Function("EditCampaignItem")]
    public async Task<IResult> EditItemAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/campaigns/{id}/items/{item}")] HttpRequest request, string id, string item, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var input = await ReadAsync<EditInput>(request, """{"edited":"…"}""", cancellationToken);
        return Done(await records.EditItemAsync(view.Reading.Row, item, input.Edited, cancellationToken));
    }

    /// <summary>Records 资金奖励 with the city's place in the province.</summary>
    [OpenTo(Caller.Staff)]
    [Function("RecordCampaignReward")]
    public async Task<IResult> RewardAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/campaigns/{id}/reward")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await desk.ReadAsBureauAsync(request, id, cancellationToken);
        var input = await ReadAsync<RewardInput>(request, """{"provincialPlace":2,"amounts":{"tcq":50}}""", cancellationToken);
        return Done(await records.RewardAsync(view.Reading.Row, input.ProvincialPlace, input.Amounts ?? new Dictionary<string, decimal>(StringComparer.Ordinal), view.By, cancellationToken));
    }

    private static Task<T> ReadAsync<T>(HttpRequest request, string example, CancellationToken cancellationToken)
        where T : class => JsonBody.ReadAsync<T>(request, RecordJson.Options, example, cancellationToken);

    private static IResult Done(IReadOnlyList<RuleFailure> failures) =>
        failures.Count == 0 ? Results.StatusCode(StatusCodes.Status204NoContent) : Problems.Refused("未受理", Faults.Of(failures));
}
