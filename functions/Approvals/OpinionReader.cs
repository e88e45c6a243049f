using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>An opinion that was given.</summary>
/// <param name="At">When.</param>
/// <param name="Person">By whom, by unit and post or by name.</param>
/// <param name="Act">Doing what.</param>
/// <param name="Decision">同意, 不同意 or 退回补正; of other opinions what they come to.</param>
/// <param name="Comment">With which words.</param>
public sealed record OpinionView(DateTimeOffset At, string Person, string Act, string Decision, string? Comment)
{
    /// <summary>The stage, named as its orchestration; null where it is not known.</summary>
    public string? Stage { get; init; }

    /// <summary>The round of the step; null for what has none.</summary>
    public int? Round { get; init; }

    /// <summary>On which conditions: the resolution of a meeting, an opinion that was not waited for.</summary>
    public string? Notes { get; init; }
}

/// <summary>Reads what was said of a subject, in every step and round.</summary>
public sealed class OpinionReader(ITableStore tables, IDirectory directory, SubjectContents contents)
{
    /// <summary>All of it, oldest first.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="withOthers">Whether with what was said otherwise than by deciding, as the experts' opinions; those are for who decides or supervises.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<OpinionView>> ReadAsync(string subject, bool withOthers, CancellationToken cancellationToken)
    {
        var decisions = await tables.ListAsync<DecisionRow>(subject, cancellationToken);
        return await ReadAsync(
            subject,
            decisions.Count == 0 ? [] : (await tables.ListAsync<ApprovalStepRow>(subject, cancellationToken)).ToDictionary(step => step.RowKey, StringComparer.Ordinal),
            decisions, withOthers, cancellationToken);
    }

    /// <summary>The same of steps and decisions that were read already.</summary>
    public async Task<IReadOnlyList<OpinionView>> ReadAsync(
        string subject, IReadOnlyDictionary<string, ApprovalStepRow> steps, IEnumerable<DecisionRow> decisions, bool withOthers, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var opinions = new List<OpinionView>();
        foreach (var decision in decisions)
        {
            var asked = steps.GetValueOrDefault(decision.StepRound.RowKey);
            var name = await NameAsync(decision.Person);
            opinions.Add(new(decision.At, asked?.NameOf(decision.Person, name) ?? name, DecisionTexts.ActOf(asked, decision.Person), decision.Decision.Chinese(), decision.Comment)
            {
                Stage = asked?.Stage,
                Round = decision.Round,
                Notes = NotesOf(decision),
            });
        }

        if (withOthers)
        {
            foreach (var opinion in await contents.OpinionsAsync(subject, cancellationToken))
                opinions.Add(new(opinion.At, await NameAsync(opinion.Person), opinion.What, opinion.Verdict, opinion.Words) { Stage = opinion.Stage });
        }

        return [.. opinions.OrderBy(opinion => opinion.At)];

        async Task<string> NameAsync(string person)
        {
            if (!names.TryGetValue(person, out var name))
                names[person] = name = await directory.TitleOfAsync(person, cancellationToken);
            return name;
        }
    }

    private static string? NotesOf(DecisionRow decision)
    {
        var notes = new List<string>();
        if (decision.Resolution is { } resolution)
            notes.Add($"会议纪要{resolution.Number}，{OfficeText.Date(resolution.Date)}{(resolution.StruckOut is { Count: > 0 } struck ? $"，不予列入{struck.Count}项" : "")}");
        if (decision.WithoutOpinion)
            notes.Add("未等待加签意见");
        return notes.Count == 0 ? null : string.Join('；', notes);
    }
}
