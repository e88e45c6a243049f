using System.Text.Json.Nodes;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Systems;

/// <summary>Acts on the catalogue of systems (第二十一条) for API and pages: finds the system and checks who acts.</summary>
public sealed class SystemDesk(SystemCatalogue catalogue, IDirectory directory, TimeProvider time)
{
    private const string Bureau = ProjectPosts.DigitalEconomyBureau;

    /// <summary>Enters a system for its unit; an entry by 市数字经济局 is confirmed at once.</summary>
    public async Task<ActOutcome<SystemRow>> EnterAsync(JsonObject data, ActingUnit acting, string? key, CancellationToken cancellationToken)
    {
        var (content, faults) = ActingUnits.Content<Entry>(data, SystemForms.Entry([]));
        var (description, descriptionFaults) = ActingUnits.Content<SystemDescription>(data, SystemForms.Entry([]));
        if (faults.Concat(descriptionFaults).Distinct().ToList() is { Count: > 0 } unreadable)
            return new(StatusCodes.Status422UnprocessableEntity, null, unreadable);
        var named = string.IsNullOrWhiteSpace(content!.Unit) ? null : content.Unit.Trim();
        var id = acting.ActsFor(Bureau) ? named ?? acting.Caller.Unit : acting.Caller.Unit;
        if (named is not null && named != id)
            return ActOutcome<SystemRow>.Refused(StatusCodes.Status403Forbidden, "只能登记本单位的系统。", SystemRules.Article, "unit");
        if (await directory.FindUnitAsync(id, cancellationToken) is not { } unit)
            return ActOutcome<SystemRow>.Refused(StatusCodes.Status422UnprocessableEntity, "须填写单位目录中的建设单位", SystemRules.Article, "unit");
        return Answer(await catalogue.EnterAsync(unit, description!, acting.By(unit.Id), ConfirmsItself(acting, unit.Id), key, cancellationToken));
    }

    /// <summary>Changes, removes or decides; null if there is no such system for this caller.</summary>
    public async Task<ActOutcome<SystemRow>?> ActAsync(string id, string act, JsonObject data, ActingUnit acting, CancellationToken cancellationToken)
    {
        if (await catalogue.FindAsync(id, cancellationToken) is not { } system || !acting.Reads(system.Unit))
            return null;
        if (act == "decision")
            return await DecideAsync(system, data, acting, cancellationToken);
        if (!acting.ActsFor(system.Unit) && !acting.ActsFor(Bureau))
            return ActOutcome<SystemRow>.Refused(StatusCodes.Status403Forbidden, "变更和下线由系统的建设单位提出，单位密钥与之不一致。", SystemRules.Article);

        var (reason, faults) = ActingUnits.Content<Reasoned>(data, SystemForms.Of(act)!);
        var (description, descriptionFaults) = act == "change" ? ActingUnits.Content<SystemDescription>(data, SystemForms.Change) : (null, []);
        if (faults.Concat(descriptionFaults).Distinct().ToList() is { Count: > 0 } unreadable)
            return new(StatusCodes.Status422UnprocessableEntity, null, unreadable);
        var proposal = new SystemProposal(
            act == "change" ? SystemActKind.Change : SystemActKind.StrikeOff, description, reason!.Reason, acting.By(system.Unit), time.GetChinaNow());
        return Answer(await catalogue.ProposeAsync(id, proposal, ConfirmsItself(acting, system.Unit), cancellationToken));
    }

    private async Task<ActOutcome<SystemRow>> DecideAsync(SystemRow system, JsonObject data, ActingUnit acting, CancellationToken cancellationToken)
    {
        if (!acting.ActsFor(Bureau))
            return ActOutcome<SystemRow>.Refused(StatusCodes.Status403Forbidden, "系统目录由市数字经济局确认。", SystemRules.Article);
        var (decision, faults) = ActingUnits.Content<Decided>(data, SystemForms.Decision);
        return faults.Count == 0
            ? Answer(await catalogue.DecideAsync(system.Id, decision!.Agree, decision.Comment, acting.By(Bureau), cancellationToken))
            : new(StatusCodes.Status422UnprocessableEntity, null, faults);
    }

    /// <summary>Whether somebody may hand a form of a system in, and so reads and keeps its draft.</summary>
    public static bool May(SystemRow system, SubmissionKind form, ActingUnit acting) =>
        acting.ActsFor(Bureau) || (form != SystemForms.Decision && acting.ActsFor(system.Unit));

    /// <summary>Whether an act by 市数字经济局 itself applies at once; the development key acts as the unit, so that both sides can be tried with it.</summary>
    private static bool ConfirmsItself(ActingUnit acting, string unit) => !acting.Caller.ActsForAll && acting.Caller.Unit == Bureau && unit != Bureau;

    private static ActOutcome<SystemRow> Answer(SystemReceipt receipt) => receipt.System is { } system
        ? new(StatusCodes.Status202Accepted, system, [])
        : ActOutcome<SystemRow>.Refused(
            receipt.Failures.Any(failure => failure.Rule is SystemRules.Waiting or "system-offline") ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
            receipt.Failures);

    private sealed record Entry(string? Unit);

    private sealed record Reasoned(string? Reason);

    private sealed record Decided(bool? Agree, string? Comment);
}
