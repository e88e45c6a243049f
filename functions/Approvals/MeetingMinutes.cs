using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Stores the minutes of a meeting's resolution, for page and API alike.</summary>
public sealed class MeetingMinutes(IDocumentStore documents)
{
    /// <summary>The name of the minutes among the subject's documents.</summary>
    public const string Name = "meetingMinutes";

    /// <summary>
    /// Returns the decision with its minutes, which are stored once even if posted repeatedly. A fault if a meeting's resolution has no
    /// file; other decisions need none.
    /// </summary>
    public async Task<(DecisionInput Input, Fault? Fault)> KeepAsync(
        DecisionInput input, ApprovalStepRow? step, string person, IFormCollection form, CancellationToken cancellationToken)
    {
        if (step is not { Step.Meeting: true, Outcome: null } || input.Decision == Decision.Return || input.Resolution is not { } resolution)
            return (input, null);
        if (form.Files.GetFile("minutes") is not { Length: > 0 } file)
            return (input, new Fault("minutes", "请上传会议纪要文件。", step.Step.Article));
        try
        {
            await using var content = file.OpenReadStream();
            var document = await documents.SaveAsync(
                new DocumentUpload
                {
                    Subject = step.Subject.Id,
                    Name = Name,
                    FileName = Path.GetFileName(file.FileName),
                    Content = content,
                    UploadedBy = person,
                    Key = $"minutes|{step.RowKey}|{person}|{file.Length}",
                },
                cancellationToken);
            return (input with { Resolution = resolution with { MinutesDocument = $"{document.Name}/{document.Version}" } }, null);
        }
        catch (DocumentRefusedException refusal)
        {
            return (input, new Fault("minutes", refusal.Message));
        }
    }
}
