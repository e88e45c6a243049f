using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>
/// API for registers of contact persons (达市府办发〔2023〕16号), for programs and signed-in people. Units name their person by
/// link or by <c>POST /api/submissions/{id}/Contacts.person</c>. Example requests: <c>Ledgers.http</c>.
/// </summary>
public sealed class ContactApi(ContactRegisters registers, ContactDesk desk)
{
    private const string Example = """{"id":"fangguanfu-2023","document":"达市府办发〔2023〕16号","title":"…","office":"市政管局","due":"2023-05-31","units":["市财政局"]}""";

    /// <summary>Opens a register and asks its units; for the coordinating office and operators. 202 for a new register, 200 for a repetition.</summary>
    [OpenTo(Caller.Staff)]
    [Function("OpenContactRegister")]
    public async Task<IResult> OpenAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/contact-registers")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var definition = await JsonBody.ReadAsync<ContactRegisterDefinition>(request, RecordJson.Options, Example, cancellationToken);
        if (await registers.OpenAsync(client, definition, Readers.Of(request), cancellationToken) is not { } receipt)
            return Problems.Forbidden("联络人员登记由牵头单位发起，单位密钥或者登录人与之不一致。");
        return receipt is { Register: { } register, Failures.Count: 0 }
            ? Results.Json(
                new { id = register.Id, href = $"/api/contact-registers/{register.Id}" },
                statusCode: receipt.IsNew ? StatusCodes.Status202Accepted : StatusCodes.Status200OK)
            : Problems.Refused(
                "联络人员登记未受理", Faults.Of(receipt.Failures),
                receipt.Register is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict);
    }

    /// <summary>Returns the persons named; the office sees all units, a unit only itself.</summary>
    [OpenTo(Caller.Staff)]
    [Function("GetContactRegister")]
    public async Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/contact-registers/{id}")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is not { } view)
            return Problems.NotFound("没有这个联络人员登记。");
        return Results.Json(new
        {
            id = view.Register.Id,
            title = view.Register.Title,
            document = view.Register.Document,
            office = view.Register.Office,
            due = view.Register.Due,
            named = view.Entries.Count(entry => entry.Person is not null),
            units = view.Entries.Select(entry => new
            {
                unit = entry.Unit,
                name = entry.UnitName,
                subject = entry.Subject,
                state = entry.StateAt(view.Now),
                person = entry.Person,
                namedAt = entry.NamedAt,
                due = entry.Ask?.Deadline?.Due,
            }),
        });
    }

    /// <summary>Asks a unit again because its person has changed; for the office and the unit itself. 409 while it is still being asked.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AskForContactAgain")]
    public async Task<IResult> AskAgainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/contact-registers/{id}/units/{unit}/ask")] HttpRequest request,
        string id,
        string unit,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => await desk.AskAgainAsync(client, id, unit, Readers.Of(request), cancellationToken) switch
        {
            null => Problems.NotFound("没有这个联络人员登记，或者其中没有这个单位。"),
            false => Problems.Conflict("该单位正在报送联络人员信息，请等待其报送；链接遗失的，请打开最新一封邮件。"),
            true => Results.StatusCode(StatusCodes.Status202Accepted),
        };
}
