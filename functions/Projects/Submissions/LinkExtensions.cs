using System.Text.Json.Nodes;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Submissions;

/// <summary>延期申请 by the link that asks the unit for a document or a report: for the deadline of that link, before it expires.</summary>
public sealed class LinkExtensions(SubmissionDesk desk) : IMoreTime
{
    /// <summary>The step of the applications.</summary>
    public const string Step = "Extension.application";

    /// <inheritdoc/>
    public async Task<IResult> ApplyAsync(DurableTaskClient client, LinkRow link, IFormCollection form, CancellationToken cancellationToken)
    {
        var of = link.Request;
        var data = new JsonObject { ["deadline"] = DeadlineKey.Of(of.StepRound).ToString(), ["reason"] = form["reason"].ToString() };
        if (form["lastDay"].ToString() is { Length: > 0 } day)
            data["lastDay"] = day;
        // A second press of the button with the same day is the same application.
        var outcome = await desk.SubmitAsync(client, new HandIn(of.Subject, Step, Round: null, data, [], $"{link.Hash}|{form["lastDay"]}"), of.Person, link.Hash, cancellationToken);
        return outcome.Result is { } submission
            ? Message(
                StatusCodes.Status200OK, "延期申请已提交",
                $"已于{OfficeText.Time(submission.At)}记录，由主管部门决定，结果会发送到您的邮箱。在同意以前期限不变，本链接仍可用于提交。")
            : Message(outcome.Status, "延期申请未受理", [.. outcome.Faults.Select(Problems.Sentence), "请返回上一页更正后重新提交。没有记录任何内容。"]);
    }

    private static IResult Message(int status, string title, params string[] paragraphs) => Pages.Show(new MessagePage
    {
        Title = title,
        Bare = true,
        Paragraphs = paragraphs,
    }, status);
}
