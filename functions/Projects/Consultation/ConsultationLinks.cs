using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Consultation;

/// <summary>
/// The links of the 价格咨询: a supplier confirms a quotation, whoever asked a question confirms that, the unit answers. The record
/// decides what they show; a repeated post shows what stands.
/// </summary>
public sealed class ConsultationLinks(
    QuotationService quotations, QuestionService questions, ProjectQueries queries, PublicityScreen screen, LinkStore links)
{
    /// <summary>The page of such a link as it stands; null for any other link.</summary>
    public async Task<IResult?> ShowAsync(string id, LinkLookup lookup, CancellationToken cancellationToken)
    {
        if (lookup.Link is not { Request: { Purpose: LinkPurpose.ConfirmQuotation or LinkPurpose.ConfirmQuestion or LinkPurpose.AnswerQuestion } of } link)
            return null;
        if (await queries.FindPublicityAsync(of.Subject, cancellationToken) is not { } publicity)
            return await screen.EndedAsync(of.Subject, "内容", cancellationToken);
        switch (of.Purpose)
        {
            case LinkPurpose.ConfirmQuotation:
                var standing = await quotations.StandingAsync(of, cancellationToken);
                return standing == ConsultationStatus.Kept
                    ? Pages.Show(new ConfirmPage { Publicity = publicity, LinkId = id, Quotation = await quotations.FindAsync(of, cancellationToken) })
                    : await QuotationStandsAsync(publicity, standing, cancellationToken);
            case LinkPurpose.ConfirmQuestion when await questions.FindAsync(of, cancellationToken) is { } question:
                if (question.ConfirmedAt is not null)
                    return QuestionConfirmed();
                return await questions.MayConfirmAsync(question, cancellationToken)
                    ? Pages.Show(new ConfirmPage { Publicity = publicity, LinkId = id, Question = question })
                    : await screen.EndedAsync(of.Subject, "提问", cancellationToken);
            case LinkPurpose.AnswerQuestion when await questions.FindAsync(of, cancellationToken) is { } question:
                if (question.Answer is not null)
                    return Answered(question);
                // What is past its time or withdrawn is told as for any other link of the office.
                return lookup.State == LinkState.Open ? Answer(id, publicity, question, typed: null, []) : null;
            default:
                return await screen.EndedAsync(of.Subject, "内容", cancellationToken);
        }
    }

    /// <summary>Does what the link is for; null for any other link.</summary>
    public async Task<IResult?> PostAsync(DurableTaskClient client, string id, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var of = link.Request;
        var shown = new LinkLookup(link.UsedAt is null ? LinkState.Open : LinkState.Used, link);
        switch (of.Purpose)
        {
            case LinkPurpose.ConfirmQuotation when form["confirm"] == "yes":
                if (await quotations.ConfirmAsync(of, cancellationToken) == ConsultationStatus.Confirmed)
                    await links.TryUseAsync(link.Hash, cancellationToken);
                return await ShowAsync(id, shown, cancellationToken);
            case LinkPurpose.ConfirmQuestion when form["confirm"] == "yes":
                if (await questions.ConfirmAsync(client, of, cancellationToken) == ConsultationStatus.Confirmed)
                    await links.TryUseAsync(link.Hash, cancellationToken);
                return await ShowAsync(id, shown, cancellationToken);
            case LinkPurpose.AnswerQuestion when await questions.FindAsync(of, cancellationToken) is { } question:
                var receipt = await questions.AnswerAsync(client, of.Subject, question.Id, form["answer"], of.Person, link.Hash, cancellationToken);
                if (receipt.Question is not { } answered)
                {
                    var publicity = (await queries.FindPublicityAsync(of.Subject, cancellationToken))!;
                    return Answer(id, publicity, question, form["answer"], Faults.Of(receipt.Failures));
                }

                await links.TryUseAsync(link.Hash, cancellationToken);
                return Answered(answered);
            default:
                return await ShowAsync(id, shown, cancellationToken);
        }
    }

    private async Task<IResult> QuotationStandsAsync(PublicityRow publicity, ConsultationStatus standing, CancellationToken cancellationToken) => standing switch
    {
        ConsultationStatus.Confirmed => Message(
            StatusCodes.Status200OK, "报价已确认", "报价已经记录，只供项目建设单位和主管部门参考，不公开。公示期内可以在公示页面用同一邮箱再次报价，以最后确认的为准。"),
        ConsultationStatus.Outdated => Message(
            StatusCodes.Status409Conflict, "功能清单已更正",
            $"功能清单已更正为第{publicity.Version}版，这份报价针对原清单，没有确认。请打开本系统地址后加 /publicity/{publicity.Project} 的公示页面，按现行清单重新报价。"),
        _ => await screen.EndedAsync(publicity.Project, "报价", cancellationToken),
    };

    private static IResult QuestionConfirmed() => Message(
        StatusCodes.Status200OK, "提问已确认", "问题已转项目建设单位。答复后问题和答复一并在公示页面公开，并发送到您的邮箱。");

    private static IResult Answered(QuestionRow question) => Message(
        StatusCodes.Status200OK, "已答复", $"问：{question.Text}", $"答：{question.Answer}", $"于{OfficeText.Time(question.AnsweredAt!.Value)}记录，以先提交的答复为准。");

    private static IResult Answer(string id, PublicityRow publicity, QuestionRow question, string? typed, IReadOnlyList<Fault> faults) => Pages.Show(new AnswerPage
    {
        Title = publicity.Name,
        Question = question,
        LinkId = id,
        Typed = typed,
        Faults = faults,
    }, faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);

    private static IResult Message(int status, string title, params string[] paragraphs) => Pages.Show(new MessagePage
    {
        Title = title,
        Bare = true,
        Paragraphs = paragraphs,
    }, status);
}
