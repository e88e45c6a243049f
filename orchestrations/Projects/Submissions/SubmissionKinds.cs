namespace Dazhou.Serverless.Projects;

/// <summary>All submission kinds of a project, with their content and rules.</summary>
public static class SubmissionKinds
{
    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new(
        [TechnicalPlanKind.Plan, .. MainLineKinds.All, .. BuildingKinds.All, .. SupervisionKinds.All, .. ExtensionKinds.All, .. InvestmentBudgetKinds.All]);

    /// <summary>Returns the kind of a step, whose name may end in a number; throws if the step has none.</summary>
    public static SubmissionKind Of(string step) => Catalogue.Of(step);

    /// <summary>Returns the kind of a step, whose name may end in a number; null if the step has none.</summary>
    public static SubmissionKind? Find(string step) => Catalogue.Find(step);

    /// <summary>Creates a kind whose content is a record.</summary>
    internal static SubmissionKind Kind<T>(
        string step,
        string title,
        string article,
        SubmissionSide side,
        Func<SubmissionCase, T, IReadOnlyList<RuleFailure>> check,
        params SubmissionField[] fields) =>
        new()
        {
            Step = step,
            Title = title,
            Article = article,
            Stage = step[..step.IndexOf('.', StringComparison.Ordinal)],
            Side = side,
            Office = ProjectPosts.DigitalEconomyBureau,
            Fields = fields,
            Check = (facts, data) => check((SubmissionCase)facts, SubmissionJson.Read<T>(data)),
        };
}
