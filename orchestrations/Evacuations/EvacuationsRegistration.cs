using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dazhou.Serverless.Evacuations;

/// <summary>Registers the services of evacuations.</summary>
public static class EvacuationsRegistration
{
    /// <summary>Adds the registers. Requires records and directory; the keys of personal data come from <see cref="FieldKeys.Setting"/>.</summary>
    public static IServiceCollection AddEvacuations(this IServiceCollection services) => services
        .AddSingleton(KeysOf)
        .AddSingleton<FieldCipher>()
        .AddSingleton<PersonalData>()
        .AddSingleton<RegisterBook>()
        .AddSingleton<RegisterImport>()
        .AddSingleton<RemovalSweep>()
        .AddSweep<RemovalSweep>()
        .AddSingleton<KeyRotationSweep>()
        .AddSweep<KeyRotationSweep>();

    private static FieldKeys KeysOf(IServiceProvider provider) =>
        FieldKeys.Read(provider.GetRequiredService<IConfiguration>()[FieldKeys.Setting]) is { Newest: not null } keys ? keys
        : provider.GetService<IHostEnvironment>()?.IsDevelopment() == true ? FieldKeys.OfDevelopment
        : FieldKeys.Read(setting: null);
}
