using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Staff;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>更正功能清单 in a table (第三十五条): cell by cell or pasted from Excel, looked at as the public will see it, then published.</summary>
public sealed class FunctionListEditFunctions(
    FunctionListDesk desk, ProjectQueries queries, ProjectAccess access, UnitKeys keys, StaffCookie staff, TimeProvider time)
{
    private const int RowsAdded = 5;

    /// <summary>The list that is public, to be corrected.</summary>
    [OpenTo(Caller.Staff)]
    [Function("EditFunctionList")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "projects/{id}/function-list/edit")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        if (!await access.MayReadAsync(request, id, cancellationToken) || await queries.FindPublicityAsync(id, cancellationToken) is not { } publicity)
            return Problems.NotFound("没有这个项目，或者功能清单还没有公示。");
        return publicity.IsOpenAt(time.GetChinaNow())
            ? Pages.Show(new FunctionListEditPage { Publicity = publicity, Rows = [.. publicity.Functions.Select(FunctionTable.RowOf)], FormKey = Guid.NewGuid().ToString("N") })
            : Over(publicity);
    }

    /// <summary>Adds lines, takes what was pasted, shows the preview, or publishes: whatever is wrong, the list stays on the page.</summary>
    [OpenTo(Caller.UnitKeyInForm)]
    [Function("EditFunctionListForm")]
    public async Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "projects/{id}/function-list/edit")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        // What is public anybody may see, and nothing else of the project is shown here.
        if (await queries.FindPublicityAsync(id, cancellationToken) is not { } publicity)
            return Problems.NotFound("没有这个项目，或者功能清单还没有公示。");
        if (!publicity.IsOpenAt(time.GetChinaNow()))
            return Over(publicity);
        var typed = FunctionTableForm.Read(form);
        var person = await staff.IdentifyAsync(request, cancellationToken);
        var faults = FunctionTable.Check(typed.Rows);
        var page = new FunctionListEditPage
        {
            Publicity = publicity,
            Rows = typed.Rows,
            RowFaults = faults,
            Paste = typed.Paste,
            PasteFaults = typed.Faults,
            Reason = form["reason"],
            AsksForKey = person is null,
            FormKey = IdempotencyKey.Of(form, IdempotencyKey.Longest) ?? Guid.NewGuid().ToString("N"),
        };
        var act = form["act"].ToString();
        if (typed.Faults.Count > 0 || (act is "preview" or "publish" && (faults.Count > 0 || typed.Rows.Count == 0)))
            return Pages.Show(Edited(page, typed.Rows.Count == 0 ? [new("functions", "清单没有内容", FunctionListRules.Article)] : []), StatusCodes.Status422UnprocessableEntity);
        switch (act)
        {
            case "preview":
                page.Preview = true;
                return Pages.Show(page);
            case "publish":
                break;
            default:
                page.MoreRows = act == "rows" ? RowsAdded : 0;
                return Pages.Show(page);
        }

        page.Preview = true;
        var caller = form["unitKey"].ToString().Length > 0 ? await keys.FindHolderAsync(request, form, cancellationToken)
            : person is { IsOnlyExpert: false } ? new UnitCaller(person.Unit, ActsForAll: false) : null;
        if (caller is null)
            return Pages.Show(Edited(page, [new("unitKey", "单位密钥不正确，请重新填写")]), StatusCodes.Status401Unauthorized);
        var outcome = await desk.CorrectAsync(
            client, id, new([.. typed.Rows.Select(FunctionTable.ItemOf)], page.Reason), caller, page.FormKey, cancellationToken);
        return outcome.Publicity is not null ? new SeeOther($"/publicity/{HeaderAddress.Part(id)}") : Pages.Show(Edited(page, outcome.Faults), outcome.Status);
    }

    private static FunctionListEditPage Edited(FunctionListEditPage page, IReadOnlyList<Fault> faults)
    {
        page.Faults = faults;
        return page;
    }

    private static IResult Over(PublicityRow publicity) =>
        Pages.Message(StatusCodes.Status409Conflict, "公示已结束", $"公示已于{OfficeText.Due(publicity.Until)}结束，清单不能再更正。");
}
