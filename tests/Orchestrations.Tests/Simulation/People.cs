using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Projects.Rehearsal;

namespace Orchestrations.Tests.Simulation;

/// <summary>
/// Everybody who gets mail: answers on one of the next mornings or far too late, twice, both at the same moment, by an old
/// link, hands over, asks others, sends back, refuses, or (rarely) never answers.
/// </summary>
internal sealed class People(World world)
{
    private readonly Dictionary<ToDo, List<string>> _links = [];
    private const int MostAttempts = 40;

    private const int MostWaits = 5;

    public static readonly LinkPurpose[] Answered = [ApprovalLinks.Decide, ApprovalLinks.Correct, SubmissionLinks.Report, SubmissionLinks.Upload];

    private readonly HashSet<ToDo> _planned = [];
    private readonly Dictionary<ToDo, int> _waited = [];
    private readonly Dictionary<ToDo, int> _refused = [];
    private readonly Dictionary<(string Subject, string Step), int> _returned = [];

    /// <summary>The projects of which somebody never answers something, and since when.</summary>
    public Dictionary<string, DateTimeOffset> Never { get; } = [];

    /// <summary>A mail with a link arrives.</summary>
    public void Receive(MailMessage message, string secret)
    {
        if (message.Link is not { } link || !Answered.Contains(link.Purpose)) return;
        var todo = new ToDo(link.Purpose, link.Subject, link.Step, link.Round, link.Person);
        if (!_links.TryGetValue(todo, out var secrets)) _links[todo] = secrets = [];
        secrets.Add(secret);
        if (message is DocumentRequested && link.Step == BuildingKinds.Completion) new BuildingSite(world, link.Subject).PlanActs();

        // Some overlook the first mail and act on a reminder; whoever is asked again after having answered shows what the answer was.
        if (secrets.Count == 1 && message.Until is not null && world.Faults.Strike(0.05)) return;
        // Whoever gets back what was handed over is asked anew, and answers anew.
        if (!_planned.Add(todo) && message is not ApprovalRequested) return;
        // What 市数字经济局 may decide about an overdue plan is an offer, and nothing waits for a month's progress: the project goes on without them.
        if (link.Step is not (ExtensionKinds.OverduePlan or BuildingKinds.Progress) && world.Faults.Strike(0.002))
        {
            world.Faults.Note($"never answers: {todo}");
            Never.TryAdd(todo.Subject, world.Now);
            return;
        }

        var at = Morning();
        world.Plan(at, $"{todo.Person} answers {todo.Step}|{todo.Round} of {todo.Subject}", () => AnswerAsync(todo));
        if (world.Faults.Strike(0.1)) world.Plan(at, $"{todo.Person} answers {todo.Step}|{todo.Round} twice", () => AnswerAsync(todo));
        if (world.Faults.Strike(0.1)) world.Plan(at.AddDays(1 + world.Chance.Below(90)), $"{todo.Person} answers {todo.Step}|{todo.Round} again", () => AnswerAsync(todo));
    }

    /// <summary>At nine of one of the next mornings, so that many things happen at the same moment; sometimes far too late.</summary>
    private DateTimeOffset Morning()
    {
        var days = world.Chance.Share() switch { < 0.7 => 1 + world.Chance.Below(3), < 0.93 => 1 + world.Chance.Below(20), _ => 15 + world.Chance.Below(60) };
        return new DateTimeOffset(world.Now.Date, world.Now.Offset).AddDays(days).AddHours(9);
    }

    private async Task AnswerAsync(ToDo todo)
    {
        var links = world.Get<LinkStore>();
        var found = await links.FindAsync(world.Chance.Pick(_links[todo]));
        // A dead link leads to a fresh one where the matter is still open; whoever has one uses that.
        if (found.State is not LinkState.Open) found = await links.FindAsync(_links[todo][^1]);
        if (found.Link is not { } link) throw new InvalidOperationException($"The link of {todo} is unknown.");
        if (todo.Purpose == ApprovalLinks.Decide)
            await DecideAsync(todo, link);
        else if (SubmissionLinks.Takes(todo.Purpose))
            await HandInAsync(todo, SubmissionKinds.Of(todo.Step));
        else
            await ResubmitAsync(todo);
    }

    private async Task DecideAsync(ToDo todo, LinkRow link)
    {
        var decisions = world.Get<DecisionService>();
        if (world.Chance.Of(0.03) && await ChangeAsync(todo, link)) return;
        var decision = world.Chance.Share() switch { < 0.87 => Decision.Agree, < 0.97 => Decision.Return, _ => Decision.Refuse };
        if (decision == Decision.Return && _returned.GetValueOrDefault((todo.Subject, todo.Step)) > 2) decision = Decision.Agree;
        if (decision == Decision.Return) _returned[(todo.Subject, todo.Step)] = _returned.GetValueOrDefault((todo.Subject, todo.Step)) + 1;
        var meeting = (await decisions.FindStepAsync(link))?.Step.Meeting == true;
        var receipt = await decisions.RecordAsync(
            world.Client, link,
            new(decision, decision == Decision.Agree ? null : "须进一步说明", meeting ? new Resolution("会议纪要", DateOnly.FromDateTime(world.Now.Date)) : null)
            {
                WithoutOpinion = _waited.GetValueOrDefault(todo) >= MostWaits,
            });
        if (receipt.Status != DecisionStatus.Invalid) return;
        // Whoever waits for an opinion tries again later, and in the end decides without it: the colleague may have overlooked the one mail.
        _waited[todo] = _waited.GetValueOrDefault(todo) + 1;
        TryLater(todo, days: 2);
    }

    /// <summary>转办 or 加签 to a colleague; false if there is none or it is not possible.</summary>
    private async Task<bool> ChangeAsync(ToDo todo, LinkRow link)
    {
        var changes = world.Get<StepChanges>();
        var me = (await world.Directory.FindPersonAsync(todo.Person))!;
        var colleagues = new List<string>();
        await foreach (var person in world.Directory.PeopleOfAsync(me.Unit))
        {
            if (person.Id != me.Id) colleagues.Add(person.Id);
        }

        if (colleagues.Count == 0) return false;
        var whom = world.Chance.Pick(colleagues);
        var consult = world.Chance.Of(0.5);
        var refusal = consult
            ? await changes.ConsultAsync(world.Client, link, whom, "请先提出意见")
            : await changes.TransferAsync(world.Client, link, whom, "请代为办理");
        if (refusal is null) world.Faults.Note($"{todo.Person} {(consult ? "asks" : "hands over to")} {whom}: {todo.Step}|{todo.Round}");
        if (refusal is null && consult) TryLater(todo, days: 5);
        return refusal is null;
    }

    private async Task HandInAsync(ToDo todo, SubmissionKind kind)
    {
        var project = (await world.Tables.FindAsync<ProjectRow>(todo.Subject, ProjectRow.OnlyRowKey))!.Value;
        var ledger = (await world.Tables.FindAsync<ProjectLedgerRow>(todo.Subject, ProjectLedgerRow.OnlyRowKey))?.Value;
        if (RehearsalContent.NotBefore(todo.Step, ledger, world.Now) is { } later)
        {
            world.Plan(later, $"{todo.Person} hands in {todo.Step}", () => AnswerAsync(todo));
            return;
        }

        var receipt = await world.Get<SubmissionService>().SubmitAsync(world.Client, new()
        {
            Subject = todo.Subject,
            Step = todo.Step,
            Round = todo.Round,
            Data = await HandedIn.OfAsync(world, todo, project, ledger),
            Files = RehearsalContent.FilesOf(kind),
            By = todo.Person,
        });
        // Too early, paused, or one of the wrong contents that must be refused: the next attempt is another one.
        if (receipt.Status != SubmissionStatus.Refused) return;
        if ((_refused[todo] = _refused.GetValueOrDefault(todo) + 1) < MostAttempts)
            TryLater(todo, days: 1 + world.Chance.Below(20));
        else
            world.Faults.Note($"gives up {todo}: {string.Join(',', receipt.Failures.Select(failure => failure.Rule))}");
    }

    private async Task ResubmitAsync(ToDo todo)
    {
        var decisions = world.Get<DecisionService>();
        if (world.Chance.Of(0.1))
        {
            if (await decisions.WithdrawAsync(world.Client, todo.Subject, todo.Step, todo.Round, todo.Person, "不再申报"))
                world.Faults.Note($"{todo.Person} withdraws {todo.Step}|{todo.Round} of {todo.Subject}");
        }
        else
        {
            await decisions.ResubmitAsync(world.Client, todo.Subject, todo.Step, todo.Round, todo.Person, "已经补正");
        }
    }

    private void TryLater(ToDo todo, int days) =>
        world.Plan(world.Now.AddDays(days), $"{todo.Person} tries {todo.Step}|{todo.Round} again", () => AnswerAsync(todo));
}

/// <summary>What a mail asks a person for.</summary>
internal sealed record ToDo(LinkPurpose Purpose, string Subject, string Step, int Round, string Person);
