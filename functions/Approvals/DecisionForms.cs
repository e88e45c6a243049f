using System.Globalization;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Links;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>Reads the form of a decision, by link or signed in: the decision, the persons to tell, and a meeting's minutes.</summary>
public sealed class DecisionForms(DecisionService decisions, MeetingMinutes minutes, DecisionReaders readers)
{
    private static readonly Fault NoDecision = new("decision", "请选择同意、不同意或者退回补正。");

    /// <summary>Reads a form and stores its minutes; or returns a fault and stores nothing.</summary>
    public async Task<(DecisionInput? Input, Fault? Fault)> ReadAsync(LinkRequest of, IFormCollection form, CancellationToken cancellationToken)
    {
        if (ApprovalWords.ParseDecision(form["decision"]) is not { } decision)
            return (null, NoDecision);
        var input = new DecisionInput(decision, form["comment"], ResolutionOf(form)) { WithoutOpinion = form["withoutOpinion"] == "true" };
        (input, var fault) = await readers.ReadAsync(input, of.Person, form, cancellationToken);
        return fault is null
            ? await minutes.KeepAsync(input, await decisions.FindStepAsync(of, cancellationToken), of.Person, form, cancellationToken)
            : (input, fault);
    }

    private static Resolution? ResolutionOf(IFormCollection form) =>
        form["resolutionNumber"].ToString().Trim() is { Length: > 0 } number
        && DateOnly.TryParseExact(form["resolutionDate"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new Resolution(number, date) { StruckOut = form["struckOut"] is { Count: > 0 } ids ? [.. ids.OfType<string>()] : null }
            : null;
}
