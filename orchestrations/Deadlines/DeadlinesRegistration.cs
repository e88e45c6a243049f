using Dazhou.Serverless.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Deadlines;

/// <summary>What deadlines need beside the records.</summary>
public static class DeadlinesRegistration
{
    /// <summary>Adds the calendar, its publication, the book of deadlines and the digests of their reminders.</summary>
    public static IServiceCollection AddDeadlines(this IServiceCollection services) =>
        services.AddSingleton<WorkCalendarSource>().AddSingleton<DeadlineBook>().AddSingleton<CalendarPublication>().AddSingleton<ReminderDigests>();
}
