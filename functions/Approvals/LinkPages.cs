using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Projects;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Chooses the page for a link as it stands.</summary>
public sealed class LinkPages(
    LinkReader reader, DecisionService decisions, TechnicalPlanDesk plans, LinkReports reports, IDocumentStore documents, TimeProvider time)
{
    /// <summary>The form, the recorded result, or why the link is of no use and what to do.</summary>
    public async Task<IResult> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup.Link is not { } link)
        {
            return Dead(StatusCodes.Status404NotFound, id, "没有这个链接", renewable: false,
                "链接不完整或者不正确。邮件软件有时会把长链接截断或者改写。",
                "请回到邮件，点击邮件中的按钮，或者完整复制链接地址。仍打不开的，可以等下一次提醒邮件（每封都带有可用的链接），或者打开同一事项较早的邮件，在链接页面选择“发新链接”。");
        }

        // What was recorded is shown whatever became of the link since: it is the answer to its question.
        if (link.Request.Purpose == LinkPurpose.Decide && await decisions.FindRecordedAsync(link, cancellationToken) is { } recorded)
        {
            var step = await decisions.FindStepAsync(link, cancellationToken);
            var counts = step?.Outcome is null || step.Outcome.Decisions.Any(decision => decision.Person == recorded.Person);
            return await RecordedAsync(id, link, recorded, counts, cancellationToken);
        }

        if (link.Request.Purpose == LinkPurpose.SignIn)
        {
            return Dead(
                StatusCodes.Status410Gone, id, "登录链接已失效", renewable: false, signIn: true, "登录链接只能使用一次，并且很快过期。请打开登录页面，再发一封登录邮件。");
        }

        return lookup.State switch
        {
            LinkState.Used => Dead(StatusCodes.Status410Gone, id, "链接已使用", renewable: true,
                "本链接对应的事项已经办理或者转办，不需要再次提交。", "如果还有后续事项，请打开最新一封邮件中的链接，或者发一个新链接。"),
            LinkState.Expired => Dead(StatusCodes.Status410Gone, id, "链接已过期", renewable: true,
                "本链接超过了有效期，不能再用于办理。", "事项仍待您办理的，请点击下面的按钮，新的链接会发送到您登记的邮箱。"),
            LinkState.Withdrawn => Dead(StatusCodes.Status410Gone, id, "链接已撤销", renewable: true,
                "本环节已经办结、由他人办理，或者申报单位撤回了申请，本链接不再使用。", "需要了解结果或者确认是否还有待办事项的，请点击下面的按钮，情况会发送到您登记的邮箱。"),
            _ => await OpenAsync(id, link, cancellationToken),
        };
    }

    /// <summary>The form with what was typed and why it was not accepted.</summary>
    public async Task<IResult> RefusedAsync(string id, LinkRow link, string? comment, IReadOnlyList<Fault> faults, CancellationToken cancellationToken) =>
        Form(id, link, await reader.ReadAsync(link.Request, cancellationToken), comment, faults, StatusCodes.Status422UnprocessableEntity);

    /// <summary>The step no longer waits.</summary>
    public static IResult Closed(string id, IReadOnlyList<string> why) =>
        Dead(StatusCodes.Status409Conflict, id, "事项已经办结", renewable: true,
            [.. why, "您的意见没有记录，也不需要再提交。需要了解结果的，请点击下面的按钮，情况会发送到您登记的邮箱。"]);

    /// <summary>What was recorded.</summary>
    public async Task<IResult> RecordedAsync(string id, LinkRow link, DecisionRow recorded, bool counts, CancellationToken cancellationToken)
    {
        var view = await reader.ReadAsync(link.Request, cancellationToken);
        return Pages.Show<RecordedPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RecordedPage.View)] = view,
            [nameof(RecordedPage.Recorded)] = recorded,
            [nameof(RecordedPage.Counts)] = counts,
            [nameof(RecordedPage.LinkId)] = id,
            [nameof(RecordedPage.Files)] = $"/l/{id}/documents",
            [nameof(RecordedPage.Now)] = time.GetChinaNow(),
        });
    }

    /// <summary>不是我本人操作 is recorded.</summary>
    public async Task<IResult> DisputedAsync(string id, LinkRow link, CancellationToken cancellationToken) => Pages.Show<DisputePage>(
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(DisputePage.View)] = await reader.ReadAsync(link.Request, cancellationToken),
            [nameof(DisputePage.LinkId)] = id,
            [nameof(DisputePage.Recorded)] = true,
        });

    /// <summary>A file of a subject.</summary>
    public async Task<IResult> DocumentAsync(string subject, string name, int version, CancellationToken cancellationToken) =>
        await documents.FindAsync(subject, name, version, cancellationToken) is { } document
            ? await Downloads.SendAsync(documents, document, cancellationToken)
            : Problems.NotFound("没有这个文件。");

    private async Task<IResult> OpenAsync(string id, LinkRow link, CancellationToken cancellationToken)
    {
        if (link.Request.Purpose == LinkPurpose.Decide
            && await decisions.FindStepAsync(link, cancellationToken) is { } step)
        {
            if (step.Outcome is not null)
                return Closed(id, ["本环节已经办结。"]);
            if (!StepRules.MayDecide(step, link.Request.Person))
                return Closed(id, ["本环节已由他人办理。"]);
        }

        if (link.Request is { Purpose: LinkPurpose.Upload } wanted && !await plans.WaitsAsync(wanted.Subject, wanted.Round, cancellationToken))
        {
            return Dead(StatusCodes.Status410Gone, id, "文件已提交或不再需要", renewable: true,
                "本链接要求的文件已经提交，或者事项已进入其他阶段，不需要再用本链接提交。", "还有待提交文件的，请打开最新一封邮件中的链接，或者发一个新链接。");
        }

        if (link.Request.Purpose == LinkPurpose.Report && SubmissionKinds.Find(link.Request.Step) is not null)
        {
            return await reports.WaitsAsync(link, cancellationToken)
                ? await reports.ShowAsync(AskPlace.OfLink(id), link.Request, cancellationToken)
                : Dead(StatusCodes.Status410Gone, id, "已提交或不再需要", renewable: true,
                    "本链接对应的事项已经提交，或者项目已进入其他阶段，不需要再用本链接提交。", "还有待办事项的，请打开最新一封邮件中的链接，或者发一个新链接。");
        }

        return Form(id, link, await reader.ReadAsync(link.Request, cancellationToken), comment: null, [], StatusCodes.Status200OK);
    }

    private IResult Form(string id, LinkRow link, LinkView view, string? comment, IReadOnlyList<Fault> faults, int status)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(DecidePage.View)] = view,
            [nameof(DecidePage.LinkId)] = id,
            [nameof(DecidePage.Faults)] = faults,
        };
        if (link.Request.Purpose == LinkPurpose.Dispute)
            return Pages.Show<DisputePage>(parameters, status);
        parameters[nameof(DecidePage.Now)] = time.GetChinaNow();
        if (link.Request.Purpose == LinkPurpose.Upload)
            return Pages.Show<UploadPage>(parameters, status);
        if (link.Request.Purpose != LinkPurpose.Decide)
        {
            return Dead(StatusCodes.Status409Conflict, id, "此事项请联系受理单位", renewable: false,
                "本链接对应的办理方式尚未开通网上提交。", "请按邮件中写明的要求，向邮件所列的受理单位办理。");
        }

        parameters[nameof(DecidePage.At)] = $"/l/{id}";
        parameters[nameof(DecidePage.Files)] = $"/l/{id}/documents";
        parameters[nameof(DecidePage.Comment)] = comment;
        return Pages.Show<DecidePage>(parameters, status);
    }

    /// <summary>The link is of no use: why, and what to do.</summary>
    internal static IResult Dead(int status, string id, string title, bool renewable, params string[] paragraphs) =>
        Dead(status, id, title, renewable, signIn: false, paragraphs);

    private static IResult Dead(int status, string id, string title, bool renewable, bool signIn, params string[] paragraphs) =>
        Pages.Show<DeadLinkPage>(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(DeadLinkPage.Title)] = title,
                [nameof(DeadLinkPage.Paragraphs)] = paragraphs,
                [nameof(DeadLinkPage.LinkId)] = id,
                [nameof(DeadLinkPage.Renewable)] = renewable,
                [nameof(DeadLinkPage.SignIn)] = signIn,
            },
            status);
}
