using System.Globalization;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>功能清单公示 (第三十五条): open to everyone, only while it lasts; and the forms on it, for suppliers and whoever asks.</summary>
public sealed class PublicityFunctions(PublicityScreen screen, QuotationService quotations, QuestionService questions, RateLimits limits)
{
    private const string PriceField = "price";
    private const int LongestField = 4000;

    /// <summary>The function list.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("PublicityPage")]
    public Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "publicity/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken) => screen.ShowAsync(id, StatusCodes.Status200OK, refused: null, cancellationToken);

    /// <summary>A supplier's quotation: kept unconfirmed, a link goes to the address that it names.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("LeaveQuotation")]
    public async Task<IResult> QuoteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "publicity/{id}/quotations")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.Take(ConsultationLimits.Forms, request.HttpContext) is { } limited)
            return limited.Answer();
        var form = await request.FormAsync(cancellationToken);
        var typed = Typed(form);
        var input = new QuotationInput(
            int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            typed.GetValueOrDefault("company"), typed.GetValueOrDefault("mail"), Prices(typed));
        return await AnswerAsync(
            id, "报价", typed, input.Mail, () => quotations.LeaveAsync(client, id, input, cancellationToken), cancellationToken);
    }

    /// <summary>A question: passed on to the unit once it is confirmed by the link.</summary>
    [OpenTo(Caller.Anyone)]
    [Function("AskQuestion")]
    public async Task<IResult> AskAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "publicity/{id}/questions")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (limits.Take(ConsultationLimits.Forms, request.HttpContext) is { } limited)
            return limited.Answer();
        var typed = Typed(await request.FormAsync(cancellationToken));
        var mail = typed.GetValueOrDefault("questionMail");
        return await AnswerAsync(
            id, "提问", typed, mail, () => questions.AskAsync(client, id, typed.GetValueOrDefault("question"), mail, cancellationToken), cancellationToken);
    }

    private async Task<IResult> AnswerAsync(
        string id, string what, IReadOnlyDictionary<string, string> typed, string? mail, Func<Task<ConsultationReceipt>> keep, CancellationToken cancellationToken)
    {
        if (QuotationRules.IsMail(mail) && limits.Take(ConsultationLimits.Mails, QuotationRules.SameMail(mail!)) is { } limited)
            return limited.Answer();
        var receipt = await keep();
        return receipt.Status switch
        {
            ConsultationStatus.Refused => await screen.ShowAsync(
                id, StatusCodes.Status422UnprocessableEntity,
                new(typed, Faults.Of(receipt.Failures)), cancellationToken),
            ConsultationStatus.Ended or ConsultationStatus.NotPublic => await screen.EndedAsync(id, what, cancellationToken),
            _ => Pages.Show(new MessagePage
            {
                Title = $"{what}待确认",
                Bare = true,
                Paragraphs = new[]
                {
                    $"确认邮件已经发往所填的邮箱。请在公示期满前打开邮件中的链接确认，确认后{what}才有效。",
                    "几分钟内没有收到的，请查看垃圾邮件箱，或者核对邮箱后重新提交。",
                },
            }, StatusCodes.Status202Accepted),
        };
    }

    private static Dictionary<string, string> Typed(IFormCollection form) => form
        .Where(field => field.Value.ToString().Length <= LongestField)
        .ToDictionary(field => field.Key, field => field.Value.ToString().Trim(), StringComparer.Ordinal);

    private static Dictionary<int, string> Prices(Dictionary<string, string> typed)
    {
        var prices = new Dictionary<int, string>();
        foreach (var (name, text) in typed)
        {
            if (name.StartsWith(PriceField, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(PriceField.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var item))
                prices[item] = text;
        }

        return prices;
    }
}
