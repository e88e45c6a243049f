using Dazhou.Serverless.Functions.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>By its link a supplier confirms a quotation. The record decides what the link shows; a repeated post shows what stands.</summary>
public sealed class ConfirmQuotationLink(QuotationService quotations, ProjectQueries queries, PublicityScreen screen, LinkStore links) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await queries.FindPublicityAsync(visit.Of.Subject, cancellationToken) is not { } publicity)
            return await screen.EndedAsync(visit.Of.Subject, "内容", cancellationToken);
        return await quotations.StandingAsync(visit.Of, cancellationToken) switch
        {
            ConsultationStatus.Kept => Pages.Show(new ConfirmPage { Publicity = publicity, LinkId = visit.Id, Quotation = await quotations.FindAsync(visit.Of, cancellationToken) }),
            ConsultationStatus.Confirmed => ConsultationLinkPages.Message(
                StatusCodes.Status200OK, "报价已确认", "报价已经记录，只供项目建设单位和主管部门参考，不公开。公示期内可以在公示页面用同一邮箱再次报价，以最后确认的为准。"),
            ConsultationStatus.Outdated => ConsultationLinkPages.Message(
                StatusCodes.Status409Conflict, "功能清单已更正",
                $"功能清单已更正为第{publicity.Version}版，这份报价针对原清单，没有确认。请打开本系统地址后加 /publicity/{publicity.Project} 的公示页面，按现行清单重新报价。"),
            _ => await screen.EndedAsync(publicity.Project, "报价", cancellationToken),
        };
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["confirm"] == "yes" && await quotations.ConfirmAsync(visit.Of, cancellationToken) == ConsultationStatus.Confirmed)
            await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return await ShowAsync(visit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await quotations.StandingAsync(link.Request, cancellationToken) == ConsultationStatus.Kept;
}

/// <summary>By its link somebody confirms a question that was asked.</summary>
public sealed class ConfirmQuestionLink(QuestionService questions, ProjectQueries queries, PublicityScreen screen, LinkStore links) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await queries.FindPublicityAsync(visit.Of.Subject, cancellationToken) is not { } publicity
            || await questions.FindAsync(visit.Of, cancellationToken) is not { } question)
            return await screen.EndedAsync(visit.Of.Subject, "内容", cancellationToken);
        if (question.ConfirmedAt is not null)
        {
            return ConsultationLinkPages.Message(
                StatusCodes.Status200OK, "提问已确认", "问题已转项目建设单位。答复后问题和答复一并在公示页面公开，并发送到您的邮箱。");
        }

        return await questions.MayConfirmAsync(question, cancellationToken)
            ? Pages.Show(new ConfirmPage { Publicity = publicity, LinkId = visit.Id, Question = question })
            : await screen.EndedAsync(visit.Of.Subject, "提问", cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (form["confirm"] == "yes" && await questions.ConfirmAsync(client, visit.Of, cancellationToken) == ConsultationStatus.Confirmed)
            await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return await ShowAsync(visit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await questions.FindAsync(link.Request, cancellationToken) is { } question && await questions.MayConfirmAsync(question, cancellationToken);
}

/// <summary>By its link the unit answers a question from the public.</summary>
public sealed class AnswerQuestionLink(
    QuestionService questions, ProjectQueries queries, PublicityScreen screen, LinkReader reader, LinkStore links) : ILinkHandler
{
    /// <inheritdoc/>
    public async Task<IResult?> ShowAsync(LinkVisit visit, CancellationToken cancellationToken)
    {
        if (await queries.FindPublicityAsync(visit.Of.Subject, cancellationToken) is not { } publicity
            || await questions.FindAsync(visit.Of, cancellationToken) is not { } question)
            return await screen.EndedAsync(visit.Of.Subject, "内容", cancellationToken);
        if (question.Answer is not null)
            return Answered(question);
        // What is withdrawn is told as for any other link of the office.
        return visit.State == LinkState.Open ? Form(visit, publicity, question, typed: null, []) : null;
    }

    /// <inheritdoc/>
    public async Task<IResult?> PostAsync(LinkVisit visit, DurableTaskClient client, IFormCollection form, CancellationToken cancellationToken)
    {
        if (await questions.FindAsync(visit.Of, cancellationToken) is not { } question)
            return await ShowAsync(visit, cancellationToken);
        var receipt = await questions.AnswerAsync(client, visit.Of.Subject, question.Id, form["answer"], visit.Of.Person, visit.Link.Hash, cancellationToken);
        if (receipt.Question is not { } answered)
        {
            var publicity = (await queries.FindPublicityAsync(visit.Of.Subject, cancellationToken))!;
            return Form(visit, publicity, question, form["answer"], Faults.Of(receipt.Failures));
        }

        await links.TryUseAsync(visit.Link.Hash, cancellationToken);
        return Answered(answered);
    }

    /// <inheritdoc/>
    public async Task<bool> WaitsAsync(LinkRow link, CancellationToken cancellationToken) =>
        await questions.FindAsync(link.Request, cancellationToken) is { Answer: null } && link is { UsedAt: null, WithdrawnAt: null };

    /// <inheritdoc/>
    public async Task<LinkMatter> TellAsync(LinkRequest of, CancellationToken cancellationToken) => (await reader.ReadAsync(of, cancellationToken)).Told;

    private static IResult Answered(QuestionRow question) => ConsultationLinkPages.Message(
        StatusCodes.Status200OK, "已答复", $"问：{question.Text}", $"答：{question.Answer}", $"于{OfficeText.Time(question.AnsweredAt!.Value)}记录，以先提交的答复为准。");

    private static IResult Form(LinkVisit visit, PublicityRow publicity, QuestionRow question, string? typed, IReadOnlyList<Fault> faults) => Pages.Show(new AnswerPage
    {
        Title = publicity.Name,
        Question = question,
        LinkId = visit.Id,
        Typed = typed,
        Faults = faults,
    }, faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
}

/// <summary>The pages that the links of the 价格咨询 share.</summary>
internal static class ConsultationLinkPages
{
    public static IResult Message(int status, string title, params string[] paragraphs) => Pages.Show(new MessagePage
    {
        Title = title,
        Bare = true,
        Paragraphs = paragraphs,
    }, status);
}
