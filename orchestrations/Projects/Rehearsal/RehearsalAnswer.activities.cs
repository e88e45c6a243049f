using System.Text;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects.Rehearsal;

/// <summary>
/// Answers links in a rehearsal through the same services that the pages use. Only a rehearsal has a script among its
/// services: where the same code runs in earnest nobody can build this class, so that nothing answers a real link.
/// </summary>
public sealed class RehearsalActivities(ITableStore tables, DecisionService decisions, TechnicalPlanService plans, RehearsalScript script)
{
    /// <summary>Gives one answer.</summary>
    [Function(nameof(GiveRehearsalAnswer))]
    public async Task GiveRehearsalAnswer(
        [ActivityTrigger] PlannedAnswer answer, [DurableClient] DurableTaskClient client, CancellationToken cancellation = default)
    {
        var link = (await tables.FindAsync<LinkRow>(answer.LinkHash, LinkRow.OnlyRowKey, cancellation))!.Value;
        var of = link.Request;
        var line = script.LineFor(of.Step, of.Round, of.Person);
        switch (of.Purpose)
        {
            case LinkPurpose.Decide:
                await decisions.RecordAsync(client, link, await InputAsync(link, line, answer.At, cancellation), cancellation);
                break;
            case LinkPurpose.Report:
                await decisions.ResubmitAsync(client, of.Subject, of.Step, of.Round, of.Person, line.Comment, cancellation);
                break;
            case LinkPurpose.Upload:
                using (var plan = new MemoryStream(Encoding.UTF8.GetBytes($"预演：项目建设技术方案，第{of.Round}轮")))
                    await plans.SubmitAsync(client, of.Subject, "项目建设技术方案.txt", plan, of.Person, cancellation);
                break;
        }
    }

    private async Task<DecisionInput> InputAsync(
        LinkRow link, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var comment = line.Comment ?? (line.Decision == Decision.Agree ? null : "预演");
        var meeting = (await decisions.FindStepAsync(link, cancellation))?.Step.Meeting == true;
        return new(line.Decision, comment, meeting ? new Resolution("预演会议纪要", ChinaTime.DayOf(at)) : null);
    }
}
