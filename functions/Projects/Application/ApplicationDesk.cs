using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Projects.Application;

/// <summary>What became of an application: a project, faults, or a refusal that is no fault of the application.</summary>
public sealed record ApplicationOutcome(ProjectRow? Project, IReadOnlyList<Fault> Faults, IResult? Refusal = null);

/// <summary>Where API, form and samples hand in applications: finds the unit, checks that the caller acts for it.</summary>
public sealed class ApplicationDesk(ProjectIntake intake, IDirectory directory)
{
    /// <summary>Hands in an application.</summary>
    public async Task<ApplicationOutcome> SubmitAsync(
        DurableTaskClient client, ProjectApplication application, UnitCaller caller, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var unit = application.Unit is { Length: > 0 } id ? await directory.FindUnitAsync(id, cancellationToken) : null;
        if (unit is null)
            return new(null, [.. UnitUnknown(application)]);
        if (!caller.ActsFor(unit.Id))
            return new(null, [], Problems.Forbidden("单位密钥与申报的项目建设单位不一致。"));

        var receipt = await intake.SubmitAsync(client, application, unit, idempotencyKey, policy: null, cancellationToken);
        return receipt.Status switch
        {
            IntakeStatus.Refused => new(null, Faults.Of(receipt.Failures)),
            IntakeStatus.Conflict => new(null, [], Problems.Conflict("同一 Idempotency-Key 已用于另一份申报，请换一个再提交。")),
            _ => new(receipt.Project, []),
        };
    }

    /// <summary>What cannot be read, and what the rules say of every other field, so that the applicant mends everything at once.</summary>
    public static IReadOnlyList<Fault> FaultsBeside(ProjectApplication application, IReadOnlyList<Fault> unreadable) =>
    [
        .. unreadable,
        .. IntakeRules.Evaluate(new IntakeCase(application, new UnitStanding(), ProjectPolicy.Gazette))
            .Where(failure => unreadable.All(fault => fault.Field != failure.Field)).Select(Faults.Of),
    ];

    /// <summary>The other rules are looked at as well, so that the applicant mends everything at once.</summary>
    private static IEnumerable<Fault> UnitUnknown(ProjectApplication application)
    {
        if (!string.IsNullOrWhiteSpace(application.Unit))
            yield return new Fault("unit", "单位目录中没有这个项目建设单位", "第三条", "unit-known");
        foreach (var failure in IntakeRules.Evaluate(new IntakeCase(application, new UnitStanding(), ProjectPolicy.Gazette)))
            yield return Faults.Of(failure);
    }

}
