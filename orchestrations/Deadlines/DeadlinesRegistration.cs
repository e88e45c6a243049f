using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Deadlines;

/// <summary>Registers the services for deadlines.</summary>
public static class DeadlinesRegistration
{
    /// <summary>Adds calendar, publication, deadline book, reminder digests and acknowledgements. Requires the records.</summary>
    public static IServiceCollection AddDeadlines(this IServiceCollection services) =>
        services.AddSubjects()
            .AddSingleton<WorkCalendarSource>().AddSingleton<DeadlineBook>().AddSingleton<CalendarPublication>().AddSingleton<ReminderDigests>()
            .AddSingleton<IMailDigests>(provider => provider.GetRequiredService<ReminderDigests>())
            .AddSingleton<Acknowledgements>()
            .AddSingleton<DeadlineSweep>().AddSweep<DeadlineSweep>();
}
