using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Rehearsal;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Registers the pages and API of ledgers.</summary>
public static class LedgerServices
{
    /// <summary>Adds the desks of ledgers and contact persons, their search and their navigation entries.</summary>
    public static IServiceCollection AddLedgerPages(this IServiceCollection services) => services
        .AddSingleton<ContactDesk>()
        .AddSingleton<LedgerDesk>()
        .AddSingleton<LedgerReader>()
        .AddSingleton<AssessmentDesk>()
        .AddSingleton<IRehearsal, LedgerRehearsals>()
        .AddSingleton<ISubjectSearch, LedgerSearch>()
        .AddNavigation("督办台账", "/ledgers", "任务台账")
        .AddNavigation("督办台账", "/contact-registers", "联络人员");
}
