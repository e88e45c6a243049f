using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Ledgers;

/// <summary>
/// 预演 of a ledger from 交办 to its assessment. Units sign, report in time, and finish a task in the cycle in which it is due, upon which the
/// coordinating office closes it (销号), unless the script says otherwise.
/// </summary>
/// <param name="hosts">builds a host whose time advances automatically, see <see cref="From"/></param>
/// <param name="directory">the people who hold the posts</param>
public sealed class LedgerRehearsal(Func<DateTimeOffset, Action<IServiceCollection>, IHost> hosts, IDirectory directory)
{
    /// <summary>Creates a rehearsal on this repository's engine.</summary>
    public static LedgerRehearsal From(IDirectory directory, ILoggerFactory? loggers = null) =>
        new((start, configure) => RehearsalHost.Build(start, configure, loggers), directory);

    /// <summary>
    /// Rehearses a ledger that is started at <paramref name="start"/>, or else at 09:00 on its document's day; <paramref name="progress"/>
    /// regularly receives the virtual time.
    /// </summary>
    public async Task<RehearsalResult> RunAsync(
        LedgerDefinition definition, DateTimeOffset? start = null, RehearsalScript? script = null, Func<DateTimeOffset, Task>? progress = null,
        CancellationToken cancellation = default)
    {
        // A definition without a first day is refused, whenever that is.
        var opens = start ?? ChinaTime.At(definition.From ?? DateOnly.FromDateTime(DateTime.UnixEpoch), new(9, 0));
        await using var office = await RehearsalOffice.OpenAsync(
            hosts, opens, directory, script ?? RehearsalScript.Default,
            services => services.AddLedgers().AddSingleton<IRehearsedSystem, RehearsedLedger>(), cancellation);
        var receipt = (await office.Get<LedgerIntake>().StartAsync(office.Client, definition, SubjectReader.OfEverything, cancellation))!;
        if (receipt.Ledger is not { } ledger) return new(null, [], receipt.Failures);
        await ResolveAsync(office, ledger, cancellation);
        await office.LiveAsync(LedgerLife.InstanceIdOf(ledger.Id), progress, cancellation);
        var tasks = await office.Get<LedgerBook>().IndexAsync(ledger, cancellation);
        string[] subjects =
        [
            LedgerSubject.Of(ledger.Id),
            .. tasks.Select(task => LedgerSubject.OfTask(ledger.Id, task.Key)),
            .. ledger.Units.Select(unit => LedgerSubject.OfUnit(ledger.Id, unit.Id)),
            AssessmentSubject.Of(ledger.Id),
            .. (await office.Get<AssessmentBook>().FindAsync(ledger.Id, cancellation))?.Units.Select(unit => AssessmentSubject.Of(ledger.Id, unit.Unit)) ?? [],
            .. (await office.Get<ContactRegisters>().FindAsync(ledger.Id, cancellation))?.Units.Select(unit => ContactSubject.IdOf(ledger.Id, unit)) ?? [],
        ];
        return new("台账期满", await office.CalendarAsync(subjects, cancellation), []);
    }

    /// <summary>Names the coordinating office for tasks whose document names only a collective (行业主管部门), as it would name others.</summary>
    private static async Task ResolveAsync(RehearsalOffice office, LedgerRow ledger, CancellationToken cancellation)
    {
        var book = office.Get<LedgerBook>();
        foreach (var entry in (await book.IndexAsync(ledger, cancellation)).Where(entry => entry.Phase == TaskPhase.Registered))
        {
            var act = new TaskAct
            {
                Kind = TaskActKind.Resolved,
                By = PersonRow.Operator,
                At = office.Get<TimeProvider>().GetChinaNow(),
                Key = "rehearsal|resolved",
                Lead = [ledger.Coordinator],
            };
            await office.Get<TaskService>().ActAsync(office.Client, ledger, (await book.FindTaskAsync(ledger, entry.Key, cancellation))!, act, cancellation);
        }
    }
}

/// <summary>The people of a rehearsed ledger.</summary>
internal sealed class RehearsedLedger(SubmissionService submissions, LedgerBook book, TaskService tasks) : IRehearsedSystem
{
    private const string Nothing = "无";

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> HandInAsync(
        DurableTaskClient client, LinkRequest of, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var receipt = await submissions.SubmitAsync(
            client,
            new() { Subject = of.Subject, Step = of.Step, Round = of.Round, Data = line.Data?.GetRawText() ?? Of(of.Step), By = of.Person },
            cancellation);
        if (receipt.Status == SubmissionStatus.Refused) return at.AddDays(1);
        // Who reports otherwise than usual says itself what is finished.
        if (line.Data is null && (of.Step == LedgerKinds.Report.Step || of.Step == LedgerKinds.Evaluation.Step))
            await FinishAsync(client, of, at, cancellation);
        return null;
    }

    /// <inheritdoc/>
    public RehearsalKind? KindOf(AuditEntry entry) => entry.Key.Split('|')[0] switch
    {
        "started" => RehearsalKind.Stage,
        "handed-in" or "decision" or "act" or "decided" => RehearsalKind.Decision,
        _ => null,
    };

    /// <inheritdoc/>
    public string? StageOf(MailOrder mail) =>
        mail.Message.Link is { } link ? (LedgerKinds.Catalogue.Find(link.Step) ?? AssessmentKinds.Catalogue.Find(link.Step) ?? ContactKinds.Catalogue.Find(link.Step))?.Stage : nameof(LedgerLife);

    /// <summary>Finishes the unit's tasks that end with this cycle.</summary>
    private async Task FinishAsync(DurableTaskClient client, LinkRequest of, DateTimeOffset at, CancellationToken cancellation)
    {
        if (LedgerSubject.PartsOf(of.Subject) is not var (id, _, unit) || await book.FindAsync(id, cancellation) is not { } ledger) return;
        // An evaluation is asked for once, at the end; a report some days before its day.
        var until = of.Step == LedgerKinds.Evaluation.Step ? DateOnly.MaxValue : ChinaTime.DayOf(at).AddDays(ledger.Policy.OpensDaysBefore * 2);
        foreach (var entry in await book.IndexAsync(ledger, cancellation))
        {
            if (entry.Due > until || await book.FindTaskAsync(ledger, entry.Key, cancellation) is not { } task) continue;
            if (task.State.Compiler != unit || task.State.IsClosed) continue;
            foreach (var act in (TaskAct[])
            [
                Act(TaskActKind.Reported, of.Person) with { Unit = unit, Text = "预演：已经完成", Percent = 100 },
                .. task.State.Lead.Skip(1).Select(lead => Act(TaskActKind.Confirmed, lead) with { Unit = lead, Key = $"rehearsal|{lead}|{at:yyyyMMdd}" }),
                Act(TaskActKind.Closed, PersonRow.Operator) with { Unit = ledger.Coordinator },
            ])
            {
                await tasks.ActAsync(client, ledger, (await book.FindTaskAsync(ledger, entry.Key, cancellation))!, act, cancellation);
            }
        }

        TaskAct Act(TaskActKind kind, string by) => new() { Kind = kind, By = by, At = at, Key = $"rehearsal|{kind}|{at:yyyyMMdd}" };
    }

    private static string Of(string step) =>
        step == LedgerKinds.Report.Step ? $$"""{"difficulties":"{{Nothing}}","blockages":"{{Nothing}}","highlights":"{{Nothing}}"}"""
        : step == LedgerKinds.Evaluation.Step ? """{"evaluation":"预演：按计划实施。"}"""
        : step == LedgerKinds.Findings.Step ? """{"findings":"预演：没有发现问题。"}"""
        : step == AssessmentKinds.Objection.Step ? """{"objects":false}"""
        : step == AssessmentKinds.Answer.Step ? """{"reason":"预演：维持扣分。"}"""
        : step == AssessmentKinds.Review.Step ? """{"text":"预演：台账记录无误。"}"""
        : step == ContactKinds.Person.Step ? """{"name":"预演联络员","post":"联络员","phone":"0818-0000000"}"""
        : "{}";
}
