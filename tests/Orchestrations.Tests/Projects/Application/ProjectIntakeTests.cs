using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Orchestrations.Tests.Projects;

public sealed class ProjectIntakeTests : IDisposable
{
    private static readonly UnitRow Unit = new() { Id = "sscjgj", Name = "市市场监管局", Kind = UnitKind.Department };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly ServiceProvider _services;
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly HashSet<string> _started = [];
    private readonly ITableStore _tables;
    private readonly IDocumentStore _documents;
    private readonly ProjectIntake _intake;

    public ProjectIntakeTests()
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddMemoryRecords().BuildServiceProvider();
        _tables = _services.GetRequiredService<ITableStore>();
        _documents = _services.GetRequiredService<IDocumentStore>();
        _intake = IntakeOver(_tables);
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((TaskName _, object? _, StartOrchestrationOptions? options, CancellationToken _) =>
                _started.Add(options!.InstanceId!) ? options.InstanceId! : throw new InvalidOperationException("started twice"));
        _client.Setup(client => client.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => _started.Contains(id) ? new OrchestrationMetadata(nameof(ProjectLifecycle), id) : null);
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Submit_ValidApplication_KeepsRowAndFilesAndStartsTheLife()
    {
        var receipt = await SubmitAsync(Samples.Valid, "key-1");

        Assert.Equal(IntakeStatus.Accepted, receipt.Status);
        var project = receipt.Project!;
        Assert.Equal((Stages.LibraryAdmission, "市市场监管局", 150m), (project.Stage, project.UnitName, project.Application.TotalInvestment));
        Assert.Empty(project.Application.Documents!);
        Assert.Equal(["application"], (await _documents.ListAsync(project.Id)).Select(document => document.Name));
        Assert.Equal([project.InstanceId], _started);
        _client.Verify(client => client.ScheduleNewOrchestrationInstanceAsync(
            nameof(ProjectLifecycle),
            It.Is<ProjectRef>(input => input.Id == project.Id && input.Policy == ProjectPolicy.Gazette),
            It.Is<StartOrchestrationOptions>(options => options.Version!.Value.Version == OrchestrationVersion.Current),
            It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Submit_BreaksRules_WritesNothing()
    {
        var receipt = await SubmitAsync(Samples.Load("refused-65-classified"), "key-1");

        Assert.Equal((IntakeStatus.Refused, "第六十五条"), (receipt.Status, Assert.Single(receipt.Failures).Article));
        Assert.Empty(_started);
        // the same key is free for the corrected application
        Assert.Equal(IntakeStatus.Accepted, (await SubmitAsync(Samples.Valid, "key-1")).Status);
    }

    [Fact]
    public async Task Submit_OneFileIsNoDocument_KeepsNoneOfThem()
    {
        var program = new ApplicationDocument("other", "x.pdf", "application/pdf", Convert.ToBase64String([0x4D, 0x5A, 0, 0, 0, 0, 0, 0, 0]));
        var receipt = await SubmitAsync(Samples.Valid with { Documents = [.. Samples.Valid.Documents!, program] }, "key-1");

        var failure = Assert.Single(receipt.Failures);
        Assert.Equal(("document-accepted", "documents[1]"), (failure.Rule, failure.Field));
        var accepted = await SubmitAsync(Samples.Valid, "key-1");
        Assert.Equal(1, (await _documents.ListAsync(accepted.Project!.Id)).Single().Version);
    }

    [Fact]
    public async Task Submit_SameKeySameBody_IsTheSameProjectOnce()
    {
        var first = await SubmitAsync(Samples.Valid, "key-1");
        var second = await SubmitAsync(Samples.Valid, "key-1");

        Assert.Equal((IntakeStatus.Repeated, first.Project!.Id), (second.Status, second.Project!.Id));
        Assert.Single(_started);
    }

    [Fact]
    public async Task Submit_SameKeyTwiceAtOnce_IsTheSameProjectOnce()
    {
        // The other request starts the life between the look for it and the start.
        var racing = new Mock<DurableTaskClient>("racing");
        racing.Setup(it => it.GetInstanceAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string id, CancellationToken cancellation) => _client.Object.GetInstanceAsync(id, cancellation));
        racing.Setup(it => it.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns(async (TaskName _, object? _, StartOrchestrationOptions? _, CancellationToken _) =>
            {
                await SubmitAsync(Samples.Valid, "key-1");
                throw new InvalidOperationException("the id is taken");
            });

        var receipt = await _intake.SubmitAsync(racing.Object, Samples.Valid, Unit, "key-1");

        Assert.Equal(IntakeStatus.Accepted, receipt.Status);
        Assert.Equal([receipt.Project!.InstanceId], _started);
        Assert.Empty(await _tables.ListAsync<PendingStartRow>(ProjectIntake.Kind));
    }

    [Fact]
    public async Task Submit_RepeatedAfterTheUnitWasBlocked_IsStillIn()
    {
        var first = await SubmitAsync(Samples.Valid, "key-1");
        await _tables.UpsertAsync(new UnitStandingRow { Unit = Unit.Id, SecurityHazard = true });

        var again = await SubmitAsync(Samples.Valid, "key-1");

        Assert.Equal((IntakeStatus.Repeated, first.Project!.Id), (again.Status, again.Project?.Id));
    }

    [Fact]
    public async Task Submit_SameKeyOtherBody_IsAConflict()
    {
        await SubmitAsync(Samples.Valid, "key-1");

        Assert.Equal(IntakeStatus.Conflict, (await SubmitAsync(Samples.Valid with { TotalInvestment = 160m }, "key-1")).Status);
        Assert.Single(_started);
    }

    [Fact]
    public async Task Submit_SameKeyOfAnotherUnitOrNoKey_IsAnotherProject()
    {
        var other = Unit with { Id = "syjj", Name = "市应急局" };
        var receipts = new[]
        {
            await SubmitAsync(Samples.Valid, "key-1"),
            await _intake.SubmitAsync(_client.Object, Samples.Valid, other, "key-1"),
            await SubmitAsync(Samples.Valid, null),
            await SubmitAsync(Samples.Valid, null),
        };

        Assert.Distinct(receipts.Select(receipt => receipt.Project!.Id));
        Assert.All(receipts, receipt => Assert.Matches("^[a-z0-9]{16}$", receipt.Project!.Id));
    }

    [Theory]
    [InlineData("UpsertAsync")]
    [InlineData("TryInsertAsync")]
    [InlineData("Schedule")]
    public async Task Submit_CrashAnywhere_IsFinishedByTheRepetition(string where)
    {
        var calls = 0;
        var failing = CrashingOnce(where, () => calls++ == 0);
        await Assert.ThrowsAsync<TimeoutException>(() => IntakeOver(failing).SubmitAsync(ClientFailing(where), Samples.Valid, Unit, "key-1"));

        var receipt = await SubmitAsync(Samples.Valid, "key-1");

        Assert.Contains(receipt.Status, new[] { IntakeStatus.Accepted, IntakeStatus.Repeated });
        Assert.Equal([receipt.Project!.InstanceId], _started);
        Assert.Equal(1, Assert.Single(await _documents.ListAsync(receipt.Project.Id)).Version);
    }

    [Fact]
    public async Task Submit_OtherFilesAfterACrash_AreNotMixedWithTheFirstOnes()
    {
        // the first try kept its files and no row
        await Assert.ThrowsAsync<TimeoutException>(() =>
            IntakeOver(CrashingOnce("UpsertAsync", () => true)).SubmitAsync(_client.Object, Samples.Valid, Unit, "key-1"));
        var other = Samples.Valid.Documents![0] with { ContentBase64 = Convert.ToBase64String("%PDF-1.4 other"u8) };

        var project = (await SubmitAsync(Samples.Valid with { Documents = [other] }, "key-1")).Project!;

        using var reader = new StreamReader(await _documents.OpenReadAsync((await _documents.FindAsync(project.Id, "application"))!));
        Assert.Equal("%PDF-1.4 other", await reader.ReadToEndAsync());
    }

    [Theory]
    [InlineData("establishmentApproval")]
    [InlineData("a|b")]
    public async Task Submit_FileUnderANameOfTheSystem_IsRefused(string kind)
    {
        var forged = Samples.Valid.Documents![0] with { Kind = kind };

        var receipt = await SubmitAsync(Samples.Valid with { Documents = [.. Samples.Valid.Documents!, forged] }, "key-1");

        Assert.Equal(["document-kind"], receipt.Failures.Select(failure => failure.Rule));
    }

    [Fact]
    public async Task Submit_MoreTextThanARowHolds_IsRefusedWithoutAnError()
    {
        var basic = Samples.Valid.BasicInformation! with { Content = new string('字', 200_001) };

        Assert.Equal(["application-length"], (await SubmitAsync(Samples.Valid with { BasicInformation = basic }, null)).Failures.Select(failure => failure.Rule));
    }

    [Fact]
    public async Task Submit_AsMuchTextAsIsAllowed_FitsIntoARow()
    {
        var basic = Samples.Valid.BasicInformation! with { Content = new string('字', 196_000) };

        Assert.Equal(IntakeStatus.Accepted, (await SubmitAsync(Samples.Valid with { BasicInformation = basic }, null)).Status);
    }

    [Fact]
    public async Task Sweep_RowWithoutALife_StartsIt()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _intake.SubmitAsync(ClientFailing("Schedule"), Samples.Valid, Unit, null));
        Assert.Equal(0, await SweepAsync());

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(0, await SweepAsync());

        Assert.Single(_started);
    }

    [Theory]
    [InlineData(UnitKind.County, "municipal-unit")]
    [InlineData(UnitKind.Enterprise, "municipal-unit")]
    public async Task Submit_UnitOfAnotherLevel_IsRefused(UnitKind kind, string rule) =>
        Assert.Equal([rule], (await _intake.SubmitAsync(_client.Object, Samples.Valid, Unit with { Kind = kind }, null)).Failures.Select(failure => failure.Rule));

    [Fact]
    public async Task Submit_UnitWithARecordedHazard_IsRefused()
    {
        await _tables.UpsertAsync(new UnitStandingRow { Unit = Unit.Id, SecurityHazard = true });

        Assert.Equal(["security-block"], (await SubmitAsync(Samples.Valid, null)).Failures.Select(failure => failure.Rule));
    }

    private Task<int> SweepAsync() => new PendingStarts(_tables, [_intake], _time, NullLogger<PendingStarts>.Instance).SweepAsync(_client.Object);

    private Task<IntakeReceipt> SubmitAsync(ProjectApplication application, string? key) => _intake.SubmitAsync(_client.Object, application, Unit, key);

    private ProjectIntake IntakeOver(ITableStore tables) => new(tables, _documents, new AuditTrail(_tables), new PolicyBook(_tables), _time);

    /// <summary>The store itself, but the first write of a kind never returns to its caller.</summary>
    private ITableStore CrashingOnce(string where, Func<bool> first)
    {
        var store = new Mock<ITableStore>();
        store.Setup(it => it.FindAsync<ProjectRow>(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Returns((string partition, string row, CancellationToken cancellation) => _tables.FindAsync<ProjectRow>(partition, row, cancellation));
        store.Setup(it => it.FindAsync<UnitStandingRow>(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((Row<UnitStandingRow>?)null);
        store.Setup(it => it.ReadPartitionAsync<UnitEvaluationRow>(It.IsAny<string>(), It.IsAny<string?>(), It.IsAny<CancellationToken>()))
            .Returns((string partition, string? prefix, CancellationToken cancellation) => _tables.ReadPartitionAsync<UnitEvaluationRow>(partition, prefix, cancellation));
        store.Setup(it => it.UpsertAsync(It.IsAny<PendingStartRow>(), It.IsAny<CancellationToken>()))
            .Returns(async (PendingStartRow row, CancellationToken cancellation) =>
            {
                await _tables.UpsertAsync(row, cancellation);
                if (where == nameof(ITableStore.UpsertAsync) && first()) throw new TimeoutException();
            });
        store.Setup(it => it.TryInsertAsync(It.IsAny<ProjectRow>(), It.IsAny<CancellationToken>()))
            .Returns(async (ProjectRow row, CancellationToken cancellation) =>
            {
                var inserted = await _tables.TryInsertAsync(row, cancellation);
                return where == nameof(ITableStore.TryInsertAsync) && first() ? throw new TimeoutException() : inserted;
            });
        return store.Object;
    }

    private DurableTaskClient ClientFailing(string where)
    {
        if (where != "Schedule") return _client.Object;
        var client = new Mock<DurableTaskClient>("failing");
        client.Setup(it => it.ScheduleNewOrchestrationInstanceAsync(
                It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new TimeoutException());
        return client.Object;
    }
}
