using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>What an approver may do on the link's page instead of deciding: 转办 and 加签.</summary>
public sealed class LinkChanges(LinkPages pages, StepChanges changes, DecisionService decisions, IDirectory directory)
{
    private const string HandOver = "转办";
    private const string Consult = "加签";

    /// <summary>Whether a form asks for one of them.</summary>
    public static bool IsAsked(IFormCollection form) => form["change"].ToString() is HandOver or Consult;

    /// <summary>Does it. Safe to repeat: the step's row keeps each change once.</summary>
    public async Task<IResult> ChangeAsync(
        DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var handOver = form["change"] == HandOver;
        var comment = form["comment"].ToString().Trim();
        if (await WhoAsync(form, cancellationToken) is not { } person || person.Id == link.Request.Person)
            return await RefusedAsync(id, link, form, handOver ? "请选择转给哪位同事。" : "请选择一位同事，或者填写人员名录中登记的其他人员的工作邮箱。", cancellationToken);
        if (comment.Length > DecisionRules.LongestComment)
            return await RefusedAsync(id, link, form, $"说明不超过{DecisionRules.LongestComment}字。", cancellationToken);

        var why = handOver
            ? await changes.TransferAsync(client, link, person.Id, comment.Length == 0 ? null : comment, cancellationToken)
            : await changes.ConsultAsync(client, link, person.Id, comment.Length == 0 ? null : comment, cancellationToken);
        if (why is null)
            return Done(handOver, person);
        var step = await decisions.FindStepAsync(link, cancellationToken);
        return step is { Outcome: null } && step.Approvers.Contains(link.Request.Person)
            ? await RefusedAsync(id, link, form, why, cancellationToken)
            : LinkPages.Closed(id, [why]);
    }

    private async Task<PersonRow?> WhoAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["to"].ToString() is { Length: > 0 } person)
            return await directory.FindPersonAsync(person, cancellationToken);
        return form["toMail"].ToString().Trim() is { Length: > 0 } mail ? await directory.FindPersonByMailAsync(mail, cancellationToken) : null;
    }

    private Task<IResult> RefusedAsync(string id, LinkRow link, IFormCollection form, string why, CancellationToken cancellationToken) =>
        pages.RefusedAsync(id, link, form["comment"], [new Fault("to", why)], cancellationToken);

    private static IResult Done(bool handOver, PersonRow person) => Pages.Show<MessagePage>(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        [nameof(MessagePage.Title)] = handOver ? "已转办" : "已加签",
        [nameof(MessagePage.Bare)] = true,
        [nameof(MessagePage.Paragraphs)] = handOver
            ? [$"本环节已转给{person.Name}，办理邮件会发送到其工作邮箱，办理期限不变。", "本链接已使用，您不需要再办理。"]
            : new[] { $"已请{person.Name}先提出意见，邮件会发送到其工作邮箱，办理期限不变。", "收到意见后系统会再发邮件给您，届时用本链接或者新邮件中的链接提出您的意见。" },
    });
}
