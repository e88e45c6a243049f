using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Orchestrations.Tests.Submissions;

/// <summary>Handing in knows no system: a register of contact persons, made up here, is a source with one kind and gets all of it.</summary>
public sealed class ContactsTests
{
    private const string Unit = "contact-sscjgj";
    private const string Waits = "contact-waits";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, ChinaTime.Offset));
    private readonly MemoryTableStore _tables = new();
    private readonly AuditTrail _audit;
    private readonly Mock<DurableTaskClient> _client = new("test");
    private readonly OpenActs _acts;
    private readonly SubmissionService _service;
    private readonly SubmissionActivities _activities;

    public ContactsTests()
    {
        _audit = new AuditTrail(_tables);
        var wakes = new Wakes(_tables, _time, NullLogger<Wakes>.Instance);
        var sources = new SubmissionSources([new Others(), new Contacts()]);
        _acts = new OpenActs(_tables, sources);
        _service = new SubmissionService(_tables, sources, _acts, new DocumentStore(_tables, new MemoryBlobs(), _time), _audit, wakes, _time);
        _activities = new SubmissionActivities(
            _tables, sources, new AskBook(_tables, sources, Mock.Of<IDirectory>(), new LinkStore(_tables, _time), new WorkCalendarSource(_tables), new SubjectWatchers([])), wakes);
    }

    [Fact]
    public async Task Asked_RefusedAndCorrected_IsTakenOnce()
    {
        var opened = await OpenAsync(Unit);
        Assert.Equal("someone", opened!.Person);
        var asked = new AskedPeople(_tables, _acts);
        var mine = Assert.Single((await asked.FirstAsync("someone", 10)).Asks);
        Assert.Equal(("联系人", "市市场监管局联系人"), (mine.What, mine.Title));

        var refused = await HandInAsync(Unit, """{"post":""}""");
        Assert.Equal(["contact-post", "document-attached"], refused.Failures.Select(failure => failure.Rule));
        Assert.Equal("post", refused.Failures[0].Field);
        Assert.Equal(SubmissionStatus.Refused, (await HandInAsync(Unit, """{"post":7}""", "名单")).Status);
        var taken = await HandInAsync(Unit, """{"post":"办公室"}""", "名单");
        var again = await HandInAsync(Unit, """{"post":"信息中心"}""", "另一份");

        Assert.Equal((SubmissionStatus.HandedIn, SubmissionStatus.AlreadyHandedIn), (taken.Status, again.Status));
        Assert.Equal("""{"post":"办公室"}""", again.Submission!.Data);
        Assert.Equal("contact-list", Assert.Single(again.Submission.Documents).Name);
        Assert.Empty((await asked.FirstAsync("someone", 10)).Asks);
        Assert.Equal(AskEnd.HandedIn, (await _activities.ReadAsk(new(Unit, "Contacts.name", 1, "asking"))).End);
        Assert.Equal(["登记联系人：办公室"], (await _audit.EntriesAsync(Unit)).Select(entry => entry.Action));
        _client.Verify(client => client.RaiseEventAsync("asking", SubmissionEvents.Submitted(new("Contacts.name", 1)), null, It.IsAny<CancellationToken>()));
    }

    [Fact]
    public async Task Asked_AfterTheEnd_OpensNothing()
    {
        Assert.Null(await OpenAsync("contact-ended"));
        Assert.Equal(SubmissionStatus.NotAwaited, (await HandInAsync("contact-ended", """{"post":"办公室"}""", "名单")).Status);
        Assert.Empty(await _acts.ReadAsync("contact-ended"));
    }

    [Fact]
    public async Task Standing_StateThatWaits_NeedsNoRequestOfItsOwn()
    {
        Assert.Equal("Contacts.name", Assert.Single(await _acts.ReadAsync(Waits)).Step);
        Assert.True(await _acts.WaitsAsync(Waits, new("Contacts.name", 2)));
        Assert.False(await _acts.WaitsAsync(Waits, new("Contacts.name", 1)));

        var taken = await HandInAsync(Waits, """{"post":"办公室"}""", "名单");
        Assert.Equal((SubmissionStatus.HandedIn, 2), (taken.Status, taken.Submission!.Round));

        Assert.False(await _acts.WaitsAsync(Waits, new("Contacts.name", 2)));
        Assert.Empty(await _acts.ReadAsync(Waits));
    }

    [Fact]
    public async Task Subject_OfAnotherSystem_HasThatSystemsKinds()
    {
        var other = await HandInAsync("other-1", """{"post":"办公室"}""", "名单");
        Assert.Equal((SubmissionStatus.NotAwaited, 0), (other.Status, (await _acts.ReadAsync("other-1")).Count));
        Assert.Equal(SubmissionStatus.NotAwaited, (await HandInAsync("nobody's", """{"post":"办公室"}""", "名单")).Status);
    }

    private Task<OpenedAsk?> OpenAsync(string subject) => _activities.OpenAsk(new(
        new()
        {
            Subject = new(subject, "市市场监管局联系人", "sscjgj"),
            Step = "Contacts.name",
            Stage = "Contacts",
            ToDo = "请登记联系人",
            Article = "第一条",
            Person = "someone",
        },
        "asking", _time.GetChinaNow()));

    private Task<SubmissionReceipt> HandInAsync(string subject, string data, string? file = null) => _service.SubmitAsync(_client.Object, new()
    {
        Subject = subject,
        Step = "Contacts.name",
        Data = data,
        By = "someone",
        Files = file is null ? [] : [new($"{file}.txt", System.Text.Encoding.UTF8.GetBytes(file))],
    });

    private sealed record Facts(AskRow? Ask, DateTimeOffset At) : SubmissionFacts(Ask, At);

    private sealed record Contact(string? Post);

    private sealed class Contacts : ISubmissionSource
    {
        public KindCatalogue Kinds { get; } = new(
        [
            new()
            {
                Step = "Contacts.name",
                Title = "联系人",
                Article = "第一条",
                Stage = "Contacts",
                Side = SubmissionSide.Unit,
                Fields = [new("post", "岗位")],
                Document = "联系人名单",
                DocumentName = "contact-list",
                Check = (_, data) => string.IsNullOrEmpty(Read(data).Post) ? [new("contact-post", "第一条", "post", "缺少岗位")] : [],
                Says = row => $"登记联系人：{Read(row.Data).Post}",
            },
        ]);

        public bool Owns(string subject) => subject.StartsWith("contact-", StringComparison.Ordinal);

        public Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
            Task.FromResult<SubmissionSubject?>(new(subject, "市市场监管局联系人", "sscjgj") { Ended = subject == "contact-ended" });

        public Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation) =>
            Task.FromResult<SubmissionFacts>(new Facts(ask, at));

        public Task<IReadOnlyList<AskRow>> StandingAsync(string subject, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<AskRow>>(
            subject != Waits ? [] :
            [
                new()
                {
                    Subject = subject,
                    Step = "Contacts.name",
                    Round = 2,
                    Stage = "Contacts",
                    ToDo = "请登记联系人",
                    Article = "第一条",
                    Person = "someone",
                    OpenedAt = new(2026, 3, 1, 9, 0, 0, ChinaTime.Offset),
                },
            ]);

        private static Contact Read(string data) => JsonSerializer.Deserialize<Contact>(data, JsonSerializerOptions.Web)!;
    }

    private sealed class Others : ISubmissionSource
    {
        public KindCatalogue Kinds => KindCatalogue.Empty;

        public bool Owns(string subject) => subject.StartsWith("other-", StringComparison.Ordinal);

        public Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) =>
            Task.FromResult<SubmissionSubject?>(new(subject, "其他", "sscjgj"));

        public Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation) =>
            throw new NotSupportedException("Nothing is handed in for it.");
    }
}
