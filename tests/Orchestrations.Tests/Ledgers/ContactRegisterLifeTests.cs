using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Orchestrations.Tests.Support;

namespace Orchestrations.Tests.Ledgers;

/// <summary>A register of contact persons from the document's day to its last unit, in virtual time (达市府办发〔2023〕16号).</summary>
public sealed class ContactRegisterLifeTests
{
    internal const string Register = "fangguanfu-2023";

    private static readonly SubjectReader Office = new("szgfj");

    [Fact]
    public async Task Units_InTimeLateAndChanged_AreListedWithWhomTheyNamed()
    {
        await using var office = await OpenAsync();
        var receipt = await office.Get<ContactRegisters>().OpenAsync(office.Client, Definition(), Office);
        Assert.True(receipt!.IsNew);
        await office.SettleAsync();
        Assert.Equal(["sgaj.office", "szj.office", "tcq.office"], office.Post.Sent.Select(sent => sent.Mail.To.Address.Split('@')[0]).Order(StringComparer.Ordinal));

        Assert.Equal(SubmissionStatus.HandedIn, (await NameAsync(office, "szj", "甲")).Status);
        Assert.Equal(SubmissionStatus.AlreadyHandedIn, (await NameAsync(office, "szj", "乙")).Status);
        Assert.Equal([("szj", "甲"), ("sgaj", null), ("tcq", null)], await NamedAsync(office));

        // 31 May is counted to its end; who is asked is reminded, and then the coordinating office hears of it.
        await office.AdvanceToAsync("2023-05-31T23:59+08:00");
        Assert.DoesNotContain((await EntriesAsync(office)), entry => entry.StateAt(office.Now) == ContactState.Late);
        await office.AdvanceToAsync("2023-06-01T10:00+08:00");
        Assert.Equal(["sgaj", "tcq"], (await EntriesAsync(office)).Where(entry => entry.StateAt(office.Now) == ContactState.Late).Select(entry => entry.Unit));
        Assert.Contains(office.Post.Lines, line => line.StartsWith("06-01", StringComparison.Ordinal) && line.Contains("szgfj.office escalated", StringComparison.Ordinal));
        Assert.DoesNotContain(office.Post.Lines, line => line.Contains("szj.office reminded", StringComparison.Ordinal) && !line.StartsWith("05-1", StringComparison.Ordinal));

        await NameAsync(office, "sgaj", "丙");
        await NameAsync(office, "tcq", "丁");
        Assert.Equal(3, await office.OutputAsync<int>(ContactRegister.InstanceIdOf(Register)));

        // The person changes: asked once more, and what stands is the newest.
        var register = (await office.Get<ContactRegisters>().FindAsync(Register))!;
        Assert.True(await office.Get<ContactRegisters>().AskAgainAsync(office.Client, register, "szj", new("szj")));
        await office.SettleAsync();
        Assert.False(await office.Get<ContactRegisters>().AskAgainAsync(office.Client, register, "szj", new("szj")));
        Assert.Equal(("szj", "甲"), (await NamedAsync(office))[0]);
        await NameAsync(office, "szj", "戊");
        Assert.Equal([("szj", "戊"), ("sgaj", "丙"), ("tcq", "丁")], await NamedAsync(office));
        Assert.True(await office.OutputAsync<bool>(ContactCall.InstanceIdOf(Register, "szj", 2)));
    }

    [Fact]
    public async Task Names_OfPersons_StandInNoTrailMailOrHistory()
    {
        await using var office = await OpenAsync();
        await office.Get<ContactRegisters>().OpenAsync(office.Client, Definition() with { Units = ["szj"] }, Office);
        await office.SettleAsync();
        await NameAsync(office, "szj", "不应外传", "13900000001");
        const string subject = "contacts.fangguanfu-2023.szj";
        var trail = await office.Get<IAuditTrail>().EntriesAsync(subject);
        var mails = await office.Tables.ListAsync<OutboxRow>(subject);
        var history = await office.Client.GetOrchestrationHistoryAsync(ContactCall.InstanceIdOf(Register, "szj", 1));
        Assert.All(new[] { trail.Count, mails.Count, history.Count }, count => Assert.NotEqual(0, count));
        foreach (var text in new[] { JsonSerializer.Serialize(trail, RecordJson.Options), JsonSerializer.Serialize(mails, RecordJson.Options), JsonSerializer.Serialize<IEnumerable<object>>(history, RecordJson.Options) })
        {
            Assert.DoesNotContain("13900000001", text, StringComparison.Ordinal);
            Assert.DoesNotContain("不应外传", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_TheSameTwiceAndAnotherUnderItsId_StandsOnce()
    {
        await using var office = await OpenAsync();
        var registers = office.Get<ContactRegisters>();
        await registers.OpenAsync(office.Client, Definition(), Office);
        await office.SettleAsync();
        var again = await registers.OpenAsync(office.Client, Definition(), Office);
        Assert.Equal((false, 0), (again!.IsNew, again.Failures.Count));
        var other = await registers.OpenAsync(office.Client, Definition() with { Due = new(2023, 6, 30) }, Office);
        Assert.Equal(["id"], other!.Failures.Select(failure => failure.Field));
        await office.SettleAsync();
        Assert.Equal(3, office.Post.Sent.Count);
        Assert.Equal(new DateOnly(2023, 5, 31), (await registers.FindAsync(Register))!.Due);
    }

    [Fact]
    public async Task Open_CutShortBeforeItsStart_IsStartedByTheSweep()
    {
        await using var office = await OpenAsync();
        var stands = new ContactRegisterRow
        {
            Id = Register,
            Document = "达市府办发〔2023〕16号",
            Title = "“放管服”改革工作要点",
            Office = "szgfj",
            Due = new(2023, 5, 31),
            Units = ["szj"],
            At = office.Now,
        };
        await office.Tables.UpsertAsync(new PendingStartRow { Kind = ContactRegisters.Kind, Id = Register, Since = office.Now });
        await office.Tables.TryInsertAsync(stands);
        await office.AdvanceToAsync("2023-05-19T09:30+08:00");
        Assert.Equal(1, await office.Create<PendingStarts>().SweepAsync(office.Client));
        await office.SettleAsync();
        Assert.Single(office.Post.Sent);
        Assert.Equal(0, await office.Create<PendingStarts>().SweepAsync(office.Client));
    }

    /// <summary>Two units, of which one is late.</summary>
    internal static async Task LiveAsync(VirtualOffice office)
    {
        await office.Get<ContactRegisters>().OpenAsync(office.Client, Definition() with { Units = ["szj", "sgaj"] }, Office);
        await office.SettleAsync();
        await NameAsync(office, "szj", "甲");
        await office.AdvanceToAsync("2023-06-02T10:00+08:00");
        await NameAsync(office, "sgaj", "丙");
    }

    internal static Task<VirtualOffice> OpenAsync() => VirtualOffice.OpenAsync("2023-05-19T09:00+08:00", services =>
    {
        // Beside another system, whose subjects these are not.
        services.AddApprovals().AddProjects().AddLedgers();
        services.AddSingleton<IDirectory>(_ => new DirectoryRecords(new MemoryTableStore(), TimeProvider.System, DirectorySample.Read()));
    });

    private static ContactRegisterDefinition Definition() =>
        new(Register, "达市府办发〔2023〕16号", "“放管服”改革工作要点", "市政管局", new(2023, 5, 31), ["市财政局", "sgaj", "通川区"]);

    private static async Task<SubmissionReceipt> NameAsync(VirtualOffice office, string unit, string name, string phone = "13900000000")
    {
        var receipt = await office.Get<SubmissionService>().SubmitAsync(office.Client, new()
        {
            Subject = $"contacts.{Register}.{unit}",
            Step = "Contacts.person",
            Data = $$"""{"name":"{{name}}","post":"办公室主任","phone":"{{phone}}"}""",
            By = $"{unit}.office",
        });
        await office.SettleAsync();
        return receipt;
    }

    private static async Task<IReadOnlyList<ContactEntry>> EntriesAsync(VirtualOffice office) =>
        await office.Get<ContactRegisters>().EntriesAsync((await office.Get<ContactRegisters>().FindAsync(Register))!);

    private static async Task<IReadOnlyList<(string Unit, string? Name)>> NamedAsync(VirtualOffice office) =>
        [.. (await EntriesAsync(office)).Select(entry => (entry.Unit, entry.Person?.Name))];
}
