using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Starts again the deliveries of mails that failed, that wait for another attempt, and that nobody is delivering.</summary>
public sealed class MailSweep(ITableStore tables)
{
    /// <summary>Looks through the mails in trouble; answers how many deliveries were started.</summary>
    public async Task<int> SweepAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var started = 0;
        await foreach (var row in tables.ReadPartitionAsync<MailTroubleRow>(MailTroubleRow.Partition, cancellation: cancellationToken))
        {
            var trouble = row.Value;
            if (trouble.State == MailState.GaveUp || await tables.FindAsync<OutboxRow>(trouble.Subject, trouble.Key, cancellationToken) is not { } mail)
                continue;
            var id = OutboxRow.InstanceIdOf(mail.Value.Order);
            if (await client.GetInstanceAsync(id, cancellationToken) is { IsCompleted: false })
                continue;
            await client.ScheduleNewOrchestrationInstanceAsync(
                nameof(MailDelivery), new MailRef(trouble.Subject, trouble.Key), new StartOrchestrationOptions(id), cancellationToken);
            started++;
        }

        return started;
    }
}
