using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Mails of a stage to whoever deals with the project in its unit.</summary>
internal static class UnitMail
{
    /// <summary>Looks the person up today and sends; <paramref name="key"/> names the mail among those of the instance.</summary>
    public static async Task SendAsync(TaskOrchestrationContext context, ProjectRef project, string key, MailMessage message)
    {
        var contact = await context.CallActivityAsync<string>(
            nameof(ProjectActivities.FindUnitContact),
            new FindUnitContact(project.Unit, ChinaTime.DayOf(context.CurrentUtcDateTime)),
            ActivityRetry.Patient);
        await SendToAsync(context, project, key, contact, message);
    }

    /// <summary>Sends to a person who was looked up.</summary>
    public static Task SendToAsync(TaskOrchestrationContext context, ProjectRef project, string key, string person, MailMessage message) =>
        context.MailAsync(project.Id, key, person, message);
}
