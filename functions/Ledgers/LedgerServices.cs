using Dazhou.Serverless.Functions.Common;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Registers the pages and API of ledgers.</summary>
public static class LedgerServices
{
    /// <summary>Adds the desk of contact persons and its navigation entry.</summary>
    public static IServiceCollection AddLedgerPages(this IServiceCollection services) =>
        services.AddSingleton<ContactDesk>().AddSingleton<LedgerDesk>().AddNavigation("督办台账", "/contact-registers", "联络人员");
}
