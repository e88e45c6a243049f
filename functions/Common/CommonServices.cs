using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Registers what every page and API needs.</summary>
public static class CommonServices
{
    /// <summary>Pages, the address they live at, and who may call.</summary>
    public static IServiceCollection AddCommon(this IServiceCollection services)
    {
        services.AddRazorComponents();
        RequiredSettings.Add(services);
        // Chinese stands in the HTML as itself and not as character references of eight bytes each.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<OnlineAddress>();
        services.AddSingleton<SameOrigin>();
        services.AddSingleton<UnitKeys>();
        return services;
    }
}
