using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;

namespace Dazhou.Serverless.Projects;

/// <summary>Mails of a stage to the person in the unit who is responsible for the project.</summary>
internal static class UnitMail
{
    /// <summary>Finds the current person and sends the mail; <paramref name="key"/> is unique within the instance.</summary>
    public static async Task SendAsync(TaskOrchestrationContext context, ProjectRef project, string key, MailMessage message)
    {
        var contact = await context.CallActivityAsync<string>(
            nameof(ProjectActivities.FindUnitContact),
            new FindUnitContact(project.Unit, context.Today()),
            ActivityRetry.Patient);
        await SendToAsync(context, project, key, contact, message);
    }

    /// <summary>Sends a mail to a person already found.</summary>
    public static Task SendToAsync(TaskOrchestrationContext context, ProjectRef project, string key, string person, MailMessage message) =>
        context.MailAsync(project.Id, key, person, message);
}
