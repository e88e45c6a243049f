using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Deadlines;

/// <summary>What deadlines need beside the records.</summary>
public static class DeadlinesRegistration
{
    /// <summary>Adds the calendar, its publication, the book of deadlines, the digests of their reminders and who knows of their warnings.</summary>
    public static IServiceCollection AddDeadlines(this IServiceCollection services) =>
        services
            .AddSingleton<WorkCalendarSource>().AddSingleton<DeadlineBook>().AddSingleton<CalendarPublication>().AddSingleton<ReminderDigests>()
            .AddSingleton<IMailDigests>(provider => provider.GetRequiredService<ReminderDigests>())
            .AddSingleton<Acknowledgements>()
            .AddSingleton<DeadlineSweep>().AddSweep<DeadlineSweep>();
}
