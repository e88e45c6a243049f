using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>The alternatives to deciding on an approver's page: 转办 and 加签.</summary>
public sealed class LinkChanges(StepChanges changes, DecisionService decisions, IDirectory directory)
{
    private const string HandOver = "转办";
    private const string Consult = "加签";

    /// <summary>Returns whether a form asks for 转办 or 加签.</summary>
    public static bool IsAsked(IFormCollection form) => form["change"].ToString() is HandOver or Consult;

    /// <summary>
    /// Makes the change for the person of a request; <paramref name="link"/> is the hash of the link to mark as used, null without one.
    /// Safe to repeat: each change is stored once.
    /// </summary>
    public async Task<ChangeOutcome> ChangeAsync(
        DurableTaskClient client, LinkRequest of, string? link, IFormCollection form, CancellationToken cancellationToken)
    {
        var handOver = form["change"] == HandOver;
        var comment = form["comment"].ToString().Trim();
        if (await WhoAsync(form, cancellationToken) is not { } person || person.Id == of.Person)
            return Refused(handOver ? "请选择转给哪位同事。" : "请选择一位同事，或者填写人员名录中登记的其他人员的工作邮箱。");
        if (comment.Length > DecisionRules.LongestComment)
            return Refused($"说明不超过{DecisionRules.LongestComment}字。");

        var why = handOver
            ? await changes.TransferAsync(client, of, link, person.Id, comment.Length == 0 ? null : comment, cancellationToken)
            : await changes.ConsultAsync(client, of, person.Id, comment.Length == 0 ? null : comment, cancellationToken);
        if (why is null)
            return new(person, Fault: null, Open: false);
        var step = await decisions.FindStepAsync(of, cancellationToken);
        return Refused(why) with { Open = step is { Outcome: null } && step.Approvers.Contains(of.Person) };
    }

    /// <summary>Returns the page that confirms a change.</summary>
    public static IResult Done(IFormCollection form, PersonRow person, bool byLink) => Done(form["change"] == HandOver, person, byLink);

    private async Task<PersonRow?> WhoAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["to"].ToString() is { Length: > 0 } person)
            return await directory.FindPersonAsync(person, cancellationToken);
        return form["toMail"].ToString().Trim() is { Length: > 0 } mail ? await directory.FindPersonByMailAsync(mail, cancellationToken) : null;
    }

    private static ChangeOutcome Refused(string why) => new(Done: null, new Fault("to", why), Open: true);

    private static IResult Done(bool handOver, PersonRow person, bool byLink) => Pages.Show(new MessagePage
    {
        Title = handOver ? "已转办" : "已加签",
        Bare = byLink,
        Paragraphs = handOver
            ? [$"本环节已转给{person.Name}，办理邮件会发送到其工作邮箱，办理期限不变。", byLink ? "本链接已使用，您不需要再办理。" : "您不需要再办理。"]
            : new[] { $"已请{person.Name}先提出意见，邮件会发送到其工作邮箱，办理期限不变。", "收到意见后系统会再发邮件给您，届时提出您的意见。" },
    });
}

/// <summary>The outcome of 转办 or 加签.</summary>
/// <param name="Done">the person who is asked now; null if refused</param>
/// <param name="Fault">the reason for refusal; null if done</param>
/// <param name="Open">whether the step is still open for this person, so that its form is useful</param>
public sealed record ChangeOutcome(PersonRow? Done, Fault? Fault, bool Open);
