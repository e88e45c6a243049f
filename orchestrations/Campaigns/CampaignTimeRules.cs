namespace Dazhou.Serverless.Campaigns;

/// <summary>A week of a campaign, Monday to Sunday; the last one ends with the campaign's weeks.</summary>
/// <param name="Number">1 for W1</param>
/// <param name="From">the Monday</param>
/// <param name="To">the last day, until 24:00</param>
/// <param name="Opens">when its reports are asked for, at +08:00</param>
/// <param name="Closes">from when on a report is late</param>
/// <param name="TakesUntil">until when a late one is taken</param>
public sealed record CampaignWeek(int Number, DateOnly From, DateOnly To, DateTimeOffset Opens, DateTimeOffset Closes, DateTimeOffset TakesUntil)
{
    /// <summary>Its days.</summary>
    public DayRange Days => new(From, To);

    /// <summary>第3周（2023年6月5日至6月11日）</summary>
    public string Title => $"第{Number}周（{ChinaTime.Text(From)}至{To.Month}月{To.Day}日）";

    /// <summary>The last day on which a report is in time.</summary>
    public DateOnly LastDay => ChinaTime.DayOf(Closes.AddTicks(-1));
}

/// <summary>When phases, weeks and tables begin and end (53号 三、四（三）). All instants are at +08:00; a day ends at 24:00.</summary>
public static class CampaignTimeRules
{
    /// <summary>What is shown before the first phase.</summary>
    public const string NotBegun = "未开始";

    /// <summary>What is shown after the last phase.</summary>
    public const string Ended = "已结束";

    private static readonly TimeOnly Morning = new(9, 0);

    /// <summary>
    /// Returns the weeks. A report opens at 09:00 of the day after its week, so that the week's figures are final. Late ones are taken until
    /// the next week closes; of the last two, which may close together, until the final table.
    /// </summary>
    public static IReadOnlyList<CampaignWeek> Weeks(CampaignDefinition definition)
    {
        var spans = new List<(DateOnly From, DateOnly To)>();
        var monday = definition.Weeks.From.AddDays(-(((int)definition.Weeks.From.DayOfWeek + 6) % 7));
        for (var from = monday; from <= definition.Weeks.To; from = from.AddDays(7))
        {
            var sunday = from.AddDays(6);
            spans.Add((from, sunday < definition.Weeks.To ? sunday : definition.Weeks.To));
        }

        var closes = spans.Select(span => ClosesAfter(span.To, definition.Reporting)).ToList();
        return
        [
            .. spans.Select((span, i) => new CampaignWeek(
                i + 1, span.From, span.To, ChinaTime.At(span.To.AddDays(1), Morning), closes[i], i + 1 < spans.Count && closes[i + 1] > closes[i] ? closes[i + 1] : Later(closes[i], FinalAt(definition)))),
        ];
    }

    /// <summary>Returns a week by its number; null if there is none.</summary>
    public static CampaignWeek? Week(CampaignDefinition definition, int number) => Weeks(definition).FirstOrDefault(week => week.Number == number);

    /// <summary>Returns the week in which a day lies; null outside the weeks.</summary>
    public static CampaignWeek? WeekOf(CampaignDefinition definition, DateOnly day) => Weeks(definition).FirstOrDefault(week => week.Days.Contains(day));

    /// <summary>Returns the newest week that is open for reports, or else the newest that was; null before the first.</summary>
    public static CampaignWeek? CurrentWeek(CampaignDefinition definition, DateTimeOffset at) => Weeks(definition).LastOrDefault(week => week.Opens <= at);

    /// <summary>Returns the name of the phase at an instant.</summary>
    public static string PhaseAt(CampaignDefinition definition, DateTimeOffset at)
    {
        var day = ChinaTime.DayOf(at);
        if (day < definition.Start) return NotBegun;
        return day > definition.End ? Ended : definition.Phases.FirstOrDefault(phase => phase.From <= day && day <= phase.To)?.Name ?? NotBegun;
    }

    /// <summary>Returns when the final table is compiled: on the last day, at 09:00 (53号 三（三）).</summary>
    public static DateTimeOffset FinalAt(CampaignDefinition definition) => ChinaTime.At(definition.End, Morning);

    /// <summary>
    /// Returns what an orchestration started at an instant does, in order of time. Of the past there is only the phase in which it begins:
    /// nothing is sent for a week that is closed or a task that was due.
    /// </summary>
    public static IReadOnlyList<CampaignStep> Steps(CampaignDefinition definition, DateTimeOffset startedAt)
    {
        var (steps, task) = (new List<CampaignStep>(), 0);
        foreach (var phase in definition.Phases)
        {
            var tasks = (phase.Tasks ?? []).Select(it => new NumberedTask(++task, it)).Where(it => ChinaTime.StartOf(it.Task.Due.AddDays(1)) > startedAt).ToList();
            if (ChinaTime.StartOf(phase.To.AddDays(1)) > startedAt) steps.Add(new(Later(ChinaTime.StartOf(phase.From), startedAt)) { Phase = phase.Name, Tasks = tasks });
        }

        steps.AddRange(Weeks(definition).Where(week => IsAsked(week, startedAt)).Select(week => new CampaignStep(Later(week.Opens, startedAt)) { Week = week }));
        return [.. steps.OrderBy(step => step.At).ThenBy(step => step.Week?.Number ?? 0)];
    }

    /// <summary>Returns whether a week's reports are asked for by mail; the others may be filled in later.</summary>
    public static bool IsAsked(CampaignWeek week, DateTimeOffset startedAt) => week.Closes > startedAt;

    private static DateTimeOffset ClosesAfter(DateOnly last, ReportingTime reporting)
    {
        var day = last.AddDays(1);
        while (day.DayOfWeek != reporting.Weekday) day = day.AddDays(1);
        return ChinaTime.StartOf(day).AddHours(reporting.Hour);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>Something that a campaign does at an instant: enters a phase or opens a week.</summary>
/// <param name="At">when, at +08:00</param>
public sealed record CampaignStep(DateTimeOffset At)
{
    /// <summary>The phase's name; null for a week.</summary>
    public string? Phase { get; init; }

    /// <summary>What the phase asks of every unit.</summary>
    public IReadOnlyList<NumberedTask> Tasks { get; init; } = [];

    /// <summary>The week; null for a phase.</summary>
    public CampaignWeek? Week { get; init; }
}

/// <summary>A task with its number in the campaign, from 1: the round of its submissions.</summary>
/// <param name="Number">the number</param>
/// <param name="Task">the task</param>
public sealed record NumberedTask(int Number, PhaseTask Task);
