using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>
/// 发新链接. Whoever presses the button learns nothing: the person whom the old link named gets a mail, with a
/// fresh link when something is still asked of that person, and with what became of the matter when not.
/// </summary>
public sealed class LinkRenewals(
    LinkReader reader, DecisionService decisions, TechnicalPlanDesk plans, OpenActs acts, Acknowledgements acknowledgements, Outbox mails, TimeProvider time)
{
    private const int LinkDays = 60;

    /// <summary>Orders the mail; at most one a minute for a link, whatever is pressed.</summary>
    public async Task RenewAsync(DurableTaskClient client, LinkRow link, CancellationToken cancellationToken)
    {
        // A sign-in link is asked for where people sign in, and nowhere else.
        if (link.Request.Purpose == LinkPurpose.SignIn)
            return;
        var now = time.GetChinaNow();
        var view = await reader.ReadAsync(link.Request, cancellationToken);
        var request = link.Request;
        MailMessage message = await StillAskedAsync(link, cancellationToken)
            ? new LinkRenewed
            {
                Title = view.Title,
                ToDo = $"您申请了新的链接，请用它{view.Act}。较早邮件中未使用的链接仍可以使用。",
                Until = view.Deadline?.Due,
                Article = view.Article,
                Link = request with { Expires = ChinaTime.At(now.AddDays(LinkDays)) },
            }
            : new Notice
            {
                Title = view.Title,
                ToDo = view.Opinions.Count == 0
                    ? "该事项已经办结或者撤回，目前没有需要您办理的内容。"
                    : $"该事项目前没有需要您办理的内容。最近的意见：{view.Opinions[^1].Person}{view.Opinions[^1].Act}{view.Opinions[^1].Decision}。",
                Article = view.Article,
            };
        var order = new MailOrder
        {
            Subject = request.Subject,
            Key = $"renew|{link.Hash[..16]}|{now.UtcDateTime:yyyyMMddHHmm}",
            To = MailRecipient.Of(request.Person),
            Message = message,
        };
        await mails.EnqueueMail(order, client, cancellationToken);
    }

    private async Task<bool> StillAskedAsync(LinkRow link, CancellationToken cancellationToken)
    {
        if (link.Request.Purpose == LinkPurpose.Upload)
            return await plans.WaitsAsync(link.Request.Subject, link.Request.Round, cancellationToken);
        if (link.Request.Purpose == LinkPurpose.Report && await decisions.FindStepAsync(link, cancellationToken) is not null)
            return await decisions.FindActAsync(link.Request.Subject, new(link.Request.Step, link.Request.Round), cancellationToken) is null;
        if (link.Request.Purpose == LinkPurpose.Report && SubmissionKinds.Find(link.Request.Step) is not null)
            return await acts.WaitsAsync(link.Request.Subject, link.Request.Step, link.Request.Round, cancellationToken);
        if (link.Request.Purpose == LinkPurpose.Acknowledge)
            return await acknowledgements.FindAsync(link, cancellationToken) is { Waits: true };
        if (link.Request.Purpose != LinkPurpose.Decide)
            return link.UsedAt is null && link.WithdrawnAt is null;
        if (await decisions.FindRecordedAsync(link, cancellationToken) is not null)
            return false;
        var step = await decisions.FindStepAsync(link, cancellationToken);
        return step is null || (step.Outcome is null && StepRules.MayDecide(step, link.Request.Person));
    }
}
