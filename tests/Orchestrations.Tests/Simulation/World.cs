using Dazhou.DurableEngine;
using Dazhou.DurableEngine.Stores;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Orchestrations.Tests.Simulation;

/// <summary>
/// The whole system under one seed: records, directory, mail, people and a process that dies and is started again on
/// the same store. Nothing runs but on the caller's thread, so that a seed gives the same life again.
/// </summary>
internal sealed class World : IDisposable
{
    private static readonly FunctionTasks Functions = new(typeof(Approval).Assembly);

    private readonly PriorityQueue<Planned, (DateTimeOffset At, int Number)> _agenda = new();
    private readonly List<Planned> _underWay = [];
    private readonly MemoryStore? _memory;
    private readonly string? _file;
    private readonly RandomScheduler _scheduler;
    private readonly MemoryBlobs _blobs = new();
    private SimulatedStore _store;
    private IHost _host;
    private int _number;
    private bool _crashed;
    private bool _dying;

    public World(int seed, DateTimeOffset start, string? file)
    {
        Chance = new Chance(seed);
        Clock = Clock.Virtual(start);
        Faults = new Faults(Chance, Clock);
        Events = new EventMail((instance, name) =>
        {
            var late = TimeSpan.FromMinutes(Chance.Below(60 * 24 * 4));
            Faults.Note($"event delayed by {late}: {name} to {instance}");
            Plan(Clock.GetUtcNow() + late, $"late event {name}", () => RaiseRawAsync(instance, name));
        });
        _scheduler = new RandomScheduler(Chance);
        _file = file;
        _memory = file is null ? new MemoryStore() : null;
        Directory = new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read());
        // The sample is read now, so that it is no part of what happens.
        Directory.FindUnitAsync("szjj").GetAwaiter().GetResult();
        People = new People(this);
        Post = new SimulatedPost(Faults, Clock, People.Receive);
        (_store, _host) = Start();
    }

    public Chance Chance { get; }

    public Clock Clock { get; }

    public Faults Faults { get; }

    public EventMail Events { get; }

    public SimulatedPost Post { get; }

    public People People { get; }

    public DirectoryRecords Directory { get; }

    /// <summary>The records as they are, without faults: what invariants are read from.</summary>
    public MemoryTableStore Tables { get; } = new();

    public LocalEngine Engine => Get<LocalEngine>();

    public DurableTaskClient Client => Get<DurableTaskClient>();

    public DateTimeOffset Now => Clock.GetChinaNow();

    public int Crashes { get; private set; }

    /// <summary>What went wrong that nobody injected.</summary>
    public List<string> Unexpected { get; } = [];

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Lets something happen at an instant; a fault or a crash in it is answered as by a person, who tries again later.</summary>
    public void Plan(DateTimeOffset at, string what, Func<Task> act) => _agenda.Enqueue(new(what, act), (at, _number++));

    /// <summary>When anything happens next; null if nothing ever does.</summary>
    public DateTimeOffset? NextDue()
    {
        var due = Engine.NextDue;
        return _agenda.TryPeek(out _, out var next) && (due is null || next.At < due) ? next.At : due;
    }

    /// <summary>Moves the clock and lets all that is due begin at once, in an order that the seed chooses.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        if (instant > Clock.GetUtcNow()) Clock.MoveTo(instant);
        while (_agenda.TryPeek(out var planned, out var due) && due.At <= Clock.GetUtcNow())
        {
            _agenda.Dequeue();
            _underWay.Add(planned);
            _ = Task.Factory.StartNew(() => RunAsync(planned), CancellationToken.None, TaskCreationOptions.None, _scheduler);
        }

        Engine.Poke();
        Settle();
    }

    /// <summary>Runs until nothing is under way.</summary>
    public void Settle()
    {
        while (true)
        {
            if (_crashed || (_underWay.Count + Engine.Activity.Count > 0 && Faults.Strike(0.00002))) Restart();
            if (_scheduler.RunOne()) continue;
            if (_crashed) continue;
            if (_underWay.Count == 0 && Engine.Activity.Count == 0) return;
            _scheduler.WaitForOne(() => $"{Engine.Activity.Count} items of the engine and the requests {string.Join(", ", _underWay.Select(planned => planned.What))}; {string.Join(", ", Unexpected)}");
        }
    }

    /// <summary>Raises an event as it comes, whether anything waits for it or not.</summary>
    public async Task RaiseRawAsync(string instance, string name)
    {
        var client = RealClient(_host.Services);
        if (await client.GetInstanceAsync(instance) is not { IsCompleted: false }) Faults.Note($"event too late: {name} to {instance}");
        try
        {
            await client.RaiseEventAsync(instance, name, eventPayload: null, CancellationToken.None);
        }
        catch (RpcException tooLate) when (tooLate.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
        {
            // Nobody is there any more to take it.
        }
    }

    public void Dispose()
    {
        Kill();
        Directory.Dispose();
    }

    private async Task RunAsync(Planned planned)
    {
        Faults.Who = planned.What;
        try
        {
            await planned.Act();
        }
        catch (SimulatedFaultException)
        {
            Plan(Clock.GetUtcNow() + TimeSpan.FromMinutes(1 + Chance.Below(180)), planned.What, planned.Act);
        }
        catch (Exception unexpected)
        {
            Unexpected.Add($"{planned.What}: {unexpected}");
        }
        finally
        {
            _underWay.Remove(planned);
        }
    }

    /// <summary>The process dies without a word, and is started again on the same store.</summary>
    private void Restart()
    {
        Crashes++;
        Faults.Note($"crash {Crashes}; {_underWay.Count} requests were under way");
        Kill();
        Post.Crash();
        // Whoever waited for an answer got none and asks again.
        foreach (var request in _underWay) Plan(Clock.GetUtcNow() + TimeSpan.FromMinutes(1 + Chance.Below(60)), request.What, request.Act);
        _underWay.Clear();
        _crashed = false;
        (_store, _host) = Start();
    }

    private void Kill()
    {
        _dying = true;
        _scheduler.Abandon();
        _store.Kill();
        // Frees what the dead process held; its store takes nothing any more.
        Engine.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
        _host.Dispose();
        _dying = false;
    }

    private (SimulatedStore Store, IHost Host) Start()
    {
        var options = new DurableEngineOptions { DatabasePath = _file ?? "", SynchronousCommits = false };
        var store = new SimulatedStore(
            (IOrchestrationStore?)_memory ?? new SqliteStore(options, NullLogger.Instance),
            Faults, () => _crashed = true);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development });
        var services = builder.Services;
        services.AddLogging(logging => logging.AddProvider(new ErrorLog(error => { if (!_dying) Unexpected.Add(error); })));
        services.AddSingleton(Clock).AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IDurableTaskFactory>(new SimulatedTasks(Faults, Post));
        services.AddDurableTasks(provider => provider.GetRequiredService<IDurableTaskFactory>());
        services.Configure<DurableTaskWorkerOptions>(worker => worker.DataConverter = FunctionsDataConverter.Instance);
        services.AddSingleton<DurableTaskClient>(provider => new FlakyClient(RealClient(provider), Faults, Events));
        services.AddDurableEngine(runtime =>
        {
            runtime.CustomStore = store;
            runtime.Scheduler = _scheduler;
            // Turns are replayed from history half of the time, so that code which is not deterministic fails.
            runtime.CachedInstances = Chance.Of(0.5) ? 0 : 8;
            runtime.KnowsOrchestrator = Functions.KnowsOrchestrator;
        });
        services.AddMemoryRecords().AddDeadlines().AddLinks().AddApprovals().AddProjects();
        services.AddSingleton<ITableStore>(new FlakyTables(Tables, Faults));
        // Files leave the scheduler, so what concerns them happens at once.
        services.AddSingleton<IDocumentStore>(new PromptDocuments(new DocumentStore(Tables, _blobs, Clock), Faults));
        services.AddSingleton(new LinkStore(new FlakyTables(Tables, Faults), Clock, new SeededBytes(Chance)));
        services.AddSingleton<IDirectory>(Directory);
        services.AddSingleton<IMailComposer>(Post).AddSingleton<IMailSender>(Post);
        var host = builder.Build();
        host.StartAsync().GetAwaiter().GetResult();
        return (store, host);
    }

    /// <summary>The client as it is, without the simulation's faults.</summary>
    private static GrpcDurableTaskClient RealClient(IServiceProvider services) => new(
        "real", services.GetRequiredService<IOptions<GrpcDurableTaskClientOptions>>().Value, NullLogger.Instance);

    private sealed record Planned(string What, Func<Task> Act);

    private sealed class SeededBytes(Chance chance) : System.Security.Cryptography.RandomNumberGenerator
    {
        public override void GetBytes(byte[] data) => chance.Fill(data);
    }

    private sealed class PromptDocuments(IDocumentStore documents, Faults faults) : IDocumentStore
    {
        public async Task<DocumentInfo> SaveAsync(DocumentUpload upload, CancellationToken cancellation = default)
        {
            await Task.Yield();
            faults.MayThrow(0.005, "before saving a document");
            var saved = Wait(() => documents.SaveAsync(upload, cancellation));
            faults.MayThrow(0.005, "after saving a document");
            return saved;
        }

        public Task<DocumentInfo?> FindAsync(string subject, string name, int? version = null, CancellationToken cancellation = default) =>
            Task.FromResult(Wait(() => documents.FindAsync(subject, name, version, cancellation)));

        public Task<IReadOnlyList<DocumentInfo>> ListAsync(string subject, CancellationToken cancellation = default) =>
            Task.FromResult(Wait(() => documents.ListAsync(subject, cancellation)));

        public Task<Stream> OpenReadAsync(DocumentInfo document, CancellationToken cancellation = default) => documents.OpenReadAsync(document, cancellation);

        public Task DeleteAllAsync(string subject, CancellationToken cancellation = default) => documents.DeleteAllAsync(subject, cancellation);

        private static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
    }
}
