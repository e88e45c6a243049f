using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.TechnicalPlan;

/// <summary>A form of the public page that was refused, to be shown again as it was typed.</summary>
/// <param name="Typed">What was typed.</param>
/// <param name="Faults">Why it was refused.</param>
public sealed record RefusedConsultation(IReadOnlyDictionary<string, string> Typed, IReadOnlyList<Fault> Faults);

/// <summary>The public page as it is opened and as its forms answer. It shows no quotation and nobody's address.</summary>
public sealed class PublicityScreen(ProjectQueries queries, QuestionService questions, TimeProvider time)
{
    /// <summary>The page while the publicity lasts, else why there is none.</summary>
    public async Task<IResult> ShowAsync(string id, int status, RefusedConsultation? refused, CancellationToken cancellationToken)
    {
        if (await queries.FindPublicityAsync(id, cancellationToken) is not { } publicity)
            return Pages.Message(StatusCodes.Status404NotFound, "没有这项公示", "地址可能不完整，或者公示还没有开始。");
        if (!publicity.IsOpenAt(time.GetChinaNow()))
            return Ended(publicity, "需要了解情况的，请与项目建设单位联系。");
        return Pages.Show(new PublicityPage
        {
            Publicity = publicity,
            Lists = await queries.FunctionListsOfAsync(id, cancellationToken),
            Questions = (await questions.ReadAsync(id, cancellationToken)).Where(question => question.Answer is not null).ToList(),
            Refused = refused,
        }, status);
    }

    /// <summary>What a form or a link of the publicity answers once it is over.</summary>
    public async Task<IResult> EndedAsync(string id, string what, CancellationToken cancellationToken) =>
        await queries.FindPublicityAsync(id, cancellationToken) is { } publicity
            ? Ended(publicity, $"{what}没有记录。公示期满后不再接收报价和提问，需要了解情况的，请与项目建设单位联系。")
            : Pages.Message(StatusCodes.Status404NotFound, "没有这项公示", "地址可能不完整，或者公示还没有开始。");

    private static IResult Ended(PublicityRow publicity, string next) =>
        Pages.Message(StatusCodes.Status410Gone, "公示已结束", $"公示已于{OfficeText.Due(publicity.Until)}结束。{next}");
}
