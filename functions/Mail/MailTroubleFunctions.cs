using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Undelivered mails, for operators: the reason, and 重发 once it is fixed. Sample requests: <c>Mail.http</c>.</summary>
public sealed class MailTroubleFunctions(MailTroubles troubles, IDirectory directory)
{
    /// <summary>The actor in the audit trail for the API, since the key identifies no person.</summary>
    private const string Administrator = "administrator";

    private const int PageSize = 50;

    /// <summary>Lists mails in pages: <c>state=gaveUp</c> (the default), or <c>state=failed</c> for those being retried.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ListMails")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", Route = "api/mails")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (StateOf(request) is not { } gaveUp)
            return Problems.Unreadable("state 应为 gaveUp 或 failed。");
        var (items, next) = await ReadAsync(request, gaveUp, cancellationToken);
        return Results.Json(new { items, next });
    }

    /// <summary>Resends a mail that was given up: 202, or 404 if no such mail was given up.</summary>
    [OpenTo(Caller.Administrator)]
    [Function("ResendMail")]
    public async Task<IResult> ResendAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/mails/{id}/resend")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await troubles.ResendAsync(client, id, Administrator, cancellationToken)
            ? Results.Accepted()
            : Problems.NotFound("没有这封未能发出的邮件，可能已经重发。");

    /// <summary>Shows the page.</summary>
    [OpenTo(Caller.Operator)]
    [Function("MailsPage")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "mails")] HttpRequest request, CancellationToken cancellationToken) =>
        PageAsync(request, StateOf(request) ?? true, notice: null, cancellationToken);

    /// <summary>Handles 重发 on the page.</summary>
    [OpenTo(Caller.Operator)]
    [Function("ResendMailForm")]
    public async Task<IResult> ResendFormAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "mails/{id}/resend")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var by = request.HttpContext.Features.Get<PersonRow>()?.Id ?? Administrator;
        var sent = await troubles.ResendAsync(client, id, by, cancellationToken);
        return await PageAsync(request, gaveUp: true, sent ? "邮件已重新排入发送，仍未成功的会再次出现在这里。" : "这封邮件已经重发，或者已经发出。", cancellationToken);
    }

    private async Task<IResult> PageAsync(HttpRequest request, bool gaveUp, string? notice, CancellationToken cancellationToken)
    {
        var (items, next) = await ReadAsync(request, gaveUp, cancellationToken);
        return Pages.Show(new MailsPage
        {
            Mails = items,
            GaveUp = gaveUp,
            Next = next,
            Notice = notice,
        });
    }

    private async Task<(IReadOnlyList<MailTroubleItem> Items, string? Next)> ReadAsync(HttpRequest request, bool gaveUp, CancellationToken cancellationToken)
    {
        string? after = request.Query["after"];
        var (troubled, next) = await troubles.ListAsync(gaveUp, PageSize, string.IsNullOrEmpty(after) ? null : after, cancellationToken);
        var items = new List<MailTroubleItem>(troubled.Count);
        foreach (var (row, mail) in troubled)
        {
            var to = mail.Order.To;
            var person = to.Person is null ? null : await directory.FindPersonAsync(to.Person, cancellationToken);
            items.Add(new(
                row.RowKey, row.Subject, person?.Name ?? to.Name ?? to.Person ?? to.Address ?? "", person?.Mail ?? to.Address, mail.Order.Channel ?? "mail",
                mail.Order.Message.Title, mail.Order.Message.ToDo, row.State, row.Since, row.Attempts, row.LastError, mail.NextAttempt));
        }

        return (items, next);
    }

    private static bool? StateOf(HttpRequest request) => request.Query["state"].ToString() switch
    {
        "" or "gaveUp" => true,
        "failed" => false,
        _ => null,
    };
}

/// <summary>An undelivered mail.</summary>
/// <param name="Id">The id for 重发.</param>
/// <param name="Subject">The id of the subject, e.g. of a project.</param>
/// <param name="To">The recipient.</param>
/// <param name="Address">The recipient's current address; null if the directory has no such person.</param>
/// <param name="Channel"><c>mail</c>, or the name of the channel.</param>
/// <param name="Title">The title.</param>
/// <param name="ToDo">The task.</param>
/// <param name="State">The state.</param>
/// <param name="Since">The time of the order, at +08:00.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="LastError">The error of the last attempt.</param>
/// <param name="NextAttempt">The time of the next attempt, at +08:00; null if there is none.</param>
public sealed record MailTroubleItem(
    string Id, string Subject, string To, string? Address, string Channel, string Title, string ToDo, MailState State, DateTimeOffset Since, int Attempts,
    string? LastError, DateTimeOffset? NextAttempt);
