using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Links;
using Microsoft.Extensions.DependencyInjection;

namespace Dazhou.Serverless.Functions.Staff;

/// <summary>Registers sign-in.</summary>
public static class StaffServices
{
    /// <summary>Adds sessions, their cookie and sign-in links.</summary>
    public static IServiceCollection AddStaff(this IServiceCollection services)
    {
        services.AddSingleton<StaffSessions>();
        services.AddSingleton<StaffCookie>();
        services.AddSingleton<SignInDesk>();
        services.AddLink<SignInLink>(SignInLink.Kind);
        return services;
    }
}
