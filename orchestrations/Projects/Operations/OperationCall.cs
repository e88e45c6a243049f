using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The O&amp;M part of the September call (第三十二条): tells each unit which of its systems need money next year, because
/// their 维保 or last O&amp;M period ends.
/// </summary>
public sealed class OperationCall(ITableStore tables, IDirectory directory, Outbox mails)
{
    /// <summary>Mails the units; returns their number. Safe to repeat: each mail is ordered once.</summary>
    public async Task<int> AskAsync(DurableTaskClient client, int year, DateTimeOffset at, CancellationToken cancellation = default)
    {
        var due = new Dictionary<string, List<SystemRow>>(StringComparer.Ordinal);
        await foreach (var row in tables.ReadPartitionAsync<SystemRow>(SystemRow.Partition, cancellation: cancellation))
        {
            if (!OperationBudgetRules.IsDue(row.Value, year)) continue;
            if (!due.TryGetValue(row.Value.Unit, out var systems)) due[row.Value.Unit] = systems = [];
            systems.Add(row.Value);
        }

        var told = 0;
        foreach (var (unit, systems) in due)
        {
            var post = ProjectPosts.ContactOf(unit);
            if (await directory.FindByPostAsync(post.Unit, post.Post!, ChinaTime.DayOf(at), cancellation) is not { } contact) continue;
            await mails.EnqueueMail(OrderOf(year, contact.Person.Id, systems), client, cancellation);
            told++;
        }

        return told;
    }

    private static MailOrder OrderOf(int year, string person, IEnumerable<SystemRow> systems) => new()
    {
        Subject = AnnualCycle.SubjectOf(year),
        Key = $"operation-call|{person}",
        To = MailRecipient.Of(person),
        Message = new Notice
        {
            Title = $"{year + 1}年度运维预算",
            ToDo = $"下列信息系统的维保或者上一轮运维在{year + 1}年年底前结束，需安排{year + 1}年度运维经费的，请于10月31日前申报运维预算。",
            Until = AnnualCycleRules.CallCloses(year),
            Article = "第三十二条",
            Lines = [.. systems.OrderBy(system => system.Id, StringComparer.Ordinal).Select(LineOf)],
            Page = "/operations",
        },
    };

    private static MailLine LineOf(SystemRow system) => new(
        system.Description.Name!,
        system.OperationUntil is { } until ? $"上一轮运维至{until:yyyy年M月d日}" : $"维保至{system.Description.MaintenanceEnds:yyyy年M月d日}");
}
