using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Pages of registers of contact persons (达市府办发〔2023〕16号).</summary>
public sealed class ContactPages(ContactDesk desk)
{
    /// <summary>Shows the registers that the reader may see.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ContactRegistersPage")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contact-registers")] HttpRequest request, CancellationToken cancellationToken) =>
        Pages.Show(new ContactRegistersPage { Registers = await desk.ListAsync(Readers.Of(request), cancellationToken) });

    /// <summary>Shows a register.</summary>
    [OpenTo(Caller.Staff)]
    [Function("ContactRegisterPage")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "contact-registers/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        ShowAsync(request, id, StatusCodes.Status200OK, notice: null, cancellationToken);

    /// <summary>Asks the unit named in the form again.</summary>
    [OpenTo(Caller.Staff)]
    [Function("AskForContactAgainForm")]
    public async Task<IResult> AskAgainAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "contact-registers/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var form = await request.FormAsync(cancellationToken);
        return await desk.AskAgainAsync(client, id, form["unit"].ToString(), Readers.Of(request), cancellationToken) switch
        {
            null => NotFound(),
            false => await ShowAsync(request, id, StatusCodes.Status409Conflict, "该单位正在报送联络人员信息，没有再次发送。", cancellationToken),
            true => await ShowAsync(request, id, StatusCodes.Status200OK, "已经要求该单位重新报送，链接会发送到其办公室的邮箱；原联络人员在新报送以前继续列出。", cancellationToken),
        };
    }

    private async Task<IResult> ShowAsync(HttpRequest request, string id, int status, string? notice, CancellationToken cancellationToken) =>
        await desk.ReadAsync(id, Readers.Of(request), cancellationToken) is { } view
            ? Pages.Show(new ContactRegisterPage { View = view, Notice = notice }, status)
            : NotFound();

    private static IResult NotFound() => Pages.Message(StatusCodes.Status404NotFound, "没有这个联络人员登记", "请从联络人员登记列表打开。");
}
