using Dazhou.DurableEngine;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orchestrations.Tests.Support;

/// <summary>
/// The app's orchestrators and activities on the local runtime, with records in memory, the sample directory, a mail
/// service that can be made to fail, and a clock that stands until it is moved.
/// </summary>
internal sealed class VirtualOffice : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TimeMachine _machine;

    private VirtualOffice(IHost host)
    {
        _host = host;
        _machine = new TimeMachine(Get<Clock>(), [Get<LocalEngine>()]);
    }

    public DurableTaskClient Client => Get<DurableTaskClient>();

    public ITableStore Tables => Get<ITableStore>();

    public DeadlineBook Book => Get<DeadlineBook>();

    public FakePost Post => Get<FakePost>();

    public DateTimeOffset Now => Get<Clock>().GetChinaNow();

    public static async Task<VirtualOffice> OpenAsync(string start, Action<IServiceCollection>? configure = null)
    {
        var host = VirtualHosts.Build(DateTimeOffset.Parse(start), autoAdvance: false, services =>
        {
            services.AddMemoryRecords().AddDeadlines().AddLinks().AddDirectory();
            services.AddSingleton<FakePost>();
            services.AddSingleton<IMailSender>(provider => provider.GetRequiredService<FakePost>());
            services.AddSingleton<IMailComposer, PlainComposer>();
            configure?.Invoke(services);
        });
        await host.StartAsync();
        return new VirtualOffice(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(_host.Services);

    /// <summary>Moves the clock, doing everything on the way; a time without day is of the current one.</summary>
    public Task AdvanceToAsync(string instant) => _machine.AdvanceToAsync(DateTimeOffset.Parse(instant));

    /// <summary>Lets everything that is under way settle, without moving the clock.</summary>
    public Task SettleAsync() => Get<LocalEngine>().WhenIdleAsync(CancellationToken.None);

    public async Task<T?> OutputAsync<T>(string instanceId)
    {
        var instance = await Client.GetInstanceAsync(instanceId, getInputsAndOutputs: true);
        return instance is { RuntimeStatus: OrchestrationRuntimeStatus.Completed } ? instance.ReadOutputAs<T>() : default;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _machine.Dispose();
        _host.Dispose();
    }
}

/// <summary>A mail service that keeps what it takes over, and fails as told.</summary>
internal sealed class FakePost(TimeProvider time) : IMailSender
{
    private readonly Lock _lock = new();

    public List<(DateTimeOffset At, OutgoingMail Mail)> Sent { get; } = [];

    /// <summary>What the next attempts throw; null entries let one through. Afterwards all go through.</summary>
    public Queue<Exception?> Failures { get; } = new();

    /// <summary>While set, every attempt fails.</summary>
    public bool IsAway { get; set; }

    public int Attempts { get; private set; }

    public IEnumerable<string> Lines => Sent.Select(sent => $"{ChinaTime.At(sent.At):MM-dd HH:mm} {sent.Mail.To.Address.Split('@')[0]} {sent.Mail.Content.Subject}");

    public Task SendAsync(OutgoingMail mail, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            Attempts++;
            if (IsAway)
                throw new HttpRequestException("The service is away.");
            if (Failures.TryDequeue(out var failure) && failure is not null)
                throw failure;
            Sent.Add((time.GetUtcNow(), mail));
            return Task.CompletedTask;
        }
    }
}

/// <summary>Writes a message in one line that tests can compare.</summary>
internal sealed class PlainComposer : IMailComposer
{
    public Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        var line = message switch
        {
            DeadlineReminded { Responsible: { } late, DaysLeft: var left } => $"urged {late} {left}",
            DeadlineReminded reminded => $"reminded {reminded.Light} {reminded.DaysLeft}",
            DeadlineEscalated escalated => $"escalated {escalated.Responsible}",
            _ => message.Title,
        };
        return Task.FromResult(new ComposedMail(line, linkSecret ?? "", "", []));
    }

    public Task<ComposedMail> ComposeDigestAsync(
        ReminderDigest digest, MailAddress to, IReadOnlyList<string?> linkSecrets, CancellationToken cancellation = default) =>
        Task.FromResult(new ComposedMail(digest.Title, string.Join('\n', linkSecrets), "", []));
}
