using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Evacuations;
using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Evacuations;

/// <summary>The registers of a county in memory, with the samples.</summary>
public sealed class RegisterOffice : IAsyncDisposable
{
    /// <summary>The county of the samples.</summary>
    public const string County = "tcq";

    private readonly ServiceProvider services;

    public RegisterOffice(string? keys = null)
    {
        services = Provide(new ServiceCollection().AddMemoryRecords(), keys);
        Tables = services.GetRequiredService<ITableStore>();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2023, 6, 5, 9, 0, 0, ChinaTime.Offset));

    public ITableStore Tables { get; }

    public RegisterBook Book => services.GetRequiredService<RegisterBook>();

    public RegisterImport Registers => services.GetRequiredService<RegisterImport>();

    public IAuditTrail Audit => services.GetRequiredService<IAuditTrail>();

    public T Service<T>()
        where T : class => services.GetRequiredService<T>();

    /// <summary>Another process on the same tables, with other keys.</summary>
    public ServiceProvider Restarted(string keys) => Provide(new ServiceCollection().AddMemoryRecords().AddSingleton(Tables), keys);

    /// <summary>A sample as a sheet.</summary>
    public static async Task<Sheet> SampleAsync(string register)
    {
        var entries = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "evacuations", $"{register}.json")))!["entries"]!.AsArray();
        return SheetOf(RegisterKind.Find(register)!, [.. entries.Select(entry => entry!.AsObject().ToDictionary(field => field.Key, field => TextOf(field.Value!)))]);
    }

    /// <summary>Entries by column as a sheet.</summary>
    public static Sheet SheetOf(RegisterKind kind, params IReadOnlyList<Dictionary<string, string>> entries) => new(
        [.. kind.Columns.Select(column => column.Title)],
        [.. entries.Select((entry, i) => new SheetRow(i + 2, [.. kind.Columns.Select(column => entry.GetValueOrDefault(column.Key, ""))]))]);

    /// <summary>Enters the samples, in the order in which they name each other.</summary>
    public async Task<RegisterOffice> WithSamplesAsync()
    {
        foreach (var kind in RegisterKind.All)
            Assert.Empty((await Registers.ImportAsync(County, kind, await SampleAsync(kind.Key), whole: true, "tcq")).Faults);
        return this;
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();

    private ServiceProvider Provide(IServiceCollection records, string? keys) => records
        .AddSingleton<TimeProvider>(Time)
        .AddSingleton<IDirectory>(provider => new DirectoryRecords(provider.GetRequiredService<ITableStore>(), Time, DirectorySample.Read()))
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(FieldKeys.Setting, keys ?? $"test:{Convert.ToBase64String(new byte[32])}")!]).Build())
        .AddLogging()
        .AddEvacuations()
        .BuildServiceProvider();

    private static string TextOf(JsonNode value) => value switch
    {
        JsonArray list => string.Join('、', list.Select(item => item!.GetValue<string>())),
        _ when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
