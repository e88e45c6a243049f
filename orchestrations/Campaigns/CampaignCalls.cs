using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A campaign as its orchestrations know it; what may change is read from the record.</summary>
/// <param name="Id">the id</param>
/// <param name="Name">the name</param>
/// <param name="Document">the document's number</param>
/// <param name="End">the last day</param>
/// <param name="Units">the units' ids</param>
/// <param name="Receivers">the receivers' ids, the editing bureau first</param>
/// <param name="Names">the names of both</param>
/// <param name="ContestDays">the days in which a finding can be contested</param>
public sealed record CampaignCall(
    string Id, string Name, string Document, DateOnly End, IReadOnlyList<string> Units, IReadOnlyList<string> Receivers, IReadOnlyDictionary<string, string> Names,
    int ContestDays)
{
    /// <summary>The subject of the campaign itself.</summary>
    [JsonIgnore]
    public string Subject => CampaignSubject.IdOf(Id);

    internal static CampaignCall Of(CampaignRow row) => new(
        row.Definition.Id, row.Definition.Name, row.Definition.Document, row.Definition.End, row.Definition.Units, row.Definition.Receivers, row.Names,
        row.Definition.ContestDays);

    internal string NameOf(string unit) => Names.TryGetValue(unit, out var name) ? name : unit;

    internal SubmissionSubject SubjectOf(string? unit) => unit is null
        ? new(Subject, Name, Receivers[0]) { Kinds = CampaignKinds.Catalogue }
        : new(CampaignSubject.IdOf(Id, unit), $"{Name}：{NameOf(unit)}", unit) { Kinds = CampaignKinds.Catalogue };

    internal SubmissionRequest ToEvaluation(int round) => new()
    {
        Subject = SubjectOf(null),
        Step = CampaignKinds.Evaluation.Step,
        Round = round,
        Stage = nameof(CampaignEvaluation),
        ToDo = "最终统计表已经生成，请提出成效综合考评方案：工作总结和通报表扬名单。",
        Article = CampaignKinds.Evaluation.Article,
        Post = new ApproverPost(Receivers[0], CampaignSubject.AskedPost),
        Period = new FixedDate(End),
    };

    internal ApprovalRequest ToDecision(int round) => new()
    {
        Subject = new("campaign", Subject, Name),
        Stage = nameof(CampaignEvaluation),
        Summary = "请审定成效综合考评：工作总结、综合排位和通报表扬名单。",
        Steps = [BureausDecide("Campaign.evaluated", CampaignKinds.Evaluation.Article)],
        Applicant = new ApproverPost(Receivers[0], CampaignSubject.AskedPost),
        Round = round,
        ReturnsToCaller = true,
    };

    internal ApprovalStep BureausDecide(string key, string article) => new()
    {
        Key = key,
        Act = Act.Decide,
        Approvers = [.. Receivers.Select(receiver => new ApproverPost(receiver, CampaignSubject.AskedPost))],
        Mode = ApprovalMode.All,
        Article = article,
    };
}

/// <summary>A week of a campaign: the input of <see cref="WeeklyReport"/>.</summary>
public sealed record WeekCall(CampaignCall Campaign, CampaignWeek Week);

/// <summary>A unit's task in a phase: the input of <see cref="PhaseTaskCall"/>.</summary>
public sealed record TaskCall(CampaignCall Campaign, string Unit, NumberedTask Task)
{
    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Campaign.SubjectOf(Unit),
        Step = CampaignKinds.Task.Step,
        Round = Task.Number,
        Stage = nameof(PhaseTaskCall),
        ToDo = $"{Task.Task.Title}：{Task.Task.ToDo}",
        Article = $"{Campaign.Document}三",
        Post = new ApproverPost(Unit, CampaignSubject.AskedPost),
        Period = new FixedDate(Task.Task.Due),
        Escalation = new ApproverPost(Campaign.Receivers[0], CampaignSubject.AskedPost),
    };
}

/// <summary>A unit's report for a week: the input of <see cref="ReportCall"/>.</summary>
/// <param name="Campaign">the campaign</param>
/// <param name="Unit">the unit's id</param>
/// <param name="Week">the week</param>
/// <param name="Returned">how often it was returned</param>
/// <param name="Reason">why it was returned; null for the first request</param>
/// <param name="Until">the last day after a return; null for the week's</param>
public sealed record UnitWeekCall(CampaignCall Campaign, string Unit, CampaignWeek Week, int Returned, string? Reason = null, DateOnly? Until = null)
{
    /// <summary>The round of the submission.</summary>
    [JsonIgnore]
    public int Round => Week.Number + (Returned * CampaignKinds.RoundsOfReturn);

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Campaign.SubjectOf(Unit),
        Step = CampaignKinds.Weekly.Step,
        Round = Round,
        Stage = nameof(WeeklyReport),
        ToDo = Reason is null
            ? $"请核对{Week.Title}的数据，补充文字后确认报送。数据由本单位项目清单汇总；有误的，先修改项目清单。"
            : $"{Week.Title}周报被退回：{Reason}。请修改后重新报送。",
        Article = $"{Campaign.Document}四（三）",
        Post = new ApproverPost(Unit, CampaignSubject.AskedPost),
        Period = new FixedDate(Until ?? Week.LastDay),
        Escalation = new ApproverPost(Campaign.Receivers[0], CampaignSubject.AskedPost),
    };
}

/// <summary>A finding of falsification: the input of <see cref="Disqualification"/>.</summary>
/// <param name="Campaign">the campaign</param>
/// <param name="Unit">the unit's id</param>
/// <param name="Finding">what was found</param>
/// <param name="Referrers">the bureaus that refer it for 问责; none unless it is grave</param>
/// <param name="Until">the last day on which it can be contested; null before that is computed</param>
public sealed record FindingCall(CampaignCall Campaign, string Unit, string Finding, IReadOnlyList<string> Referrers, DateOnly? Until = null)
{
    /// <summary>The unit in the campaign.</summary>
    [JsonIgnore]
    public string Subject => CampaignSubject.IdOf(Campaign.Id, Unit);

    internal SubmissionRequest ToRequest() => new()
    {
        Subject = Campaign.SubjectOf(Unit),
        Step = CampaignKinds.Contest.Step,
        Stage = nameof(Disqualification),
        ToDo = "对取消考评资格的认定有异议的，可以申辩一次；申辩不影响认定的效力。没有异议的，不必提交。",
        Article = $"{Campaign.Document}四（五）",
        Post = new ApproverPost(Unit, CampaignSubject.AskedPost),
        Period = new FixedDate(Until!.Value),
    };

    internal ApprovalRequest ToDecision() => new()
    {
        Subject = new("campaign", Subject, $"{Campaign.Name}：{Campaign.NameOf(Unit)}"),
        Stage = nameof(Disqualification),
        Summary = $"{Campaign.NameOf(Unit)}对取消考评资格的认定提出申辩。原认定：{Finding}。同意即维持原认定，不同意即撤销原认定。",
        Steps = [Campaign.BureausDecide("Campaign.contested", $"{Campaign.Document}四（五）")],
        Applicant = new ApproverPost(Unit, CampaignSubject.AskedPost),
        ReturnsToCaller = true,
    };
}

/// <summary>A review of claimed categories: the input of <see cref="CategoryReview"/>.</summary>
/// <param name="Campaign">the campaign</param>
/// <param name="Unit">the id of the project's unit</param>
/// <param name="Project">the project's id</param>
/// <param name="Title">its name</param>
/// <param name="Codes">the claims</param>
/// <param name="Experts">the posts of the experts</param>
/// <param name="Number">the number of the project's review, from 1</param>
public sealed record ReviewCall(
    CampaignCall Campaign, string Unit, string Project, string Title, IReadOnlyList<CategoryCode> Codes, IReadOnlyList<ApproverPost> Experts, int Number)
{
    /// <summary>The project.</summary>
    [JsonIgnore]
    public string Subject => CampaignSubject.ProjectIdOf(Campaign.Id, Project);

    internal ApprovalRequest ToDecision() => new()
    {
        Subject = new("campaign-project", Subject, Title),
        Stage = nameof(CategoryReview),
        Summary = $"{Campaign.NameOf(Unit)}申报“{Title}”为{string.Join('、', Codes.Select(code => code.Chinese()))}，请按照有关文件评审。",
        Steps =
        [
            new()
            {
                Key = $"Campaign.review{Number}.office",
                Act = Act.FirstReview,
                Approvers = [new ApproverPost(Campaign.Receivers[0], CampaignSubject.AskedPost)],
                Article = "附件2备注4—6",
            },
            new() { Key = $"Campaign.review{Number}.experts", Act = Act.Assess, Approvers = Experts, Mode = ApprovalMode.All, Article = "附件2备注4—6" },
        ],
        Applicant = new ApproverPost(Unit, CampaignSubject.AskedPost),
        ReturnsToCaller = true,
    };
}

/// <summary>What a campaign does when.</summary>
/// <param name="Steps">phases and weeks in order of time</param>
/// <param name="FinalAt">when the final table is compiled</param>
public sealed record CampaignPlan(IReadOnlyList<CampaignStep> Steps, DateTimeOffset FinalAt);

/// <summary>A campaign at an instant.</summary>
public sealed record CampaignInstant(string Campaign, DateTimeOffset At);

/// <summary>A week of a campaign at an instant.</summary>
public sealed record WeekInstant(string Campaign, int Week, DateTimeOffset At);

/// <summary>The beginning of a phase.</summary>
public sealed record PhaseEntry(string Campaign, string Phase, DateTimeOffset At);

/// <summary>A unit's report for a week.</summary>
public sealed record UnitWeek(string Campaign, string Unit, int Week, int Round);

/// <summary>A finding at an instant.</summary>
public sealed record FindingInstant(string Campaign, string Unit, DateTimeOffset At);

/// <summary>The decision about a contested finding.</summary>
public sealed record FindingEnd(string Campaign, string Unit, bool Upheld, DateTimeOffset At);

/// <summary>The decision about a proposal of the final evaluation.</summary>
public sealed record EvaluationEnd(string Campaign, int Round, DateTimeOffset At);

/// <summary>The decision about claims.</summary>
public sealed record ReviewEnd(string Campaign, string Project, IReadOnlyList<CategoryCode> Codes, ApprovalResult Result, DateTimeOffset At);

/// <summary>A compiled week as the orchestration tells of it.</summary>
/// <param name="Reported">the number of reports in time</param>
/// <param name="Missing">the names of the units without one</param>
/// <param name="Corrections">the number of corrections marked</param>
public sealed record CompiledWeek(int Reported, IReadOnlyList<string> Missing, int Corrections);
