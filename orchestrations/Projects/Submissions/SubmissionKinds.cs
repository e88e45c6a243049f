namespace Dazhou.Serverless.Projects;

/// <summary>Everything that is handed in for a project, what it contains and which rules it meets.</summary>
public static class SubmissionKinds
{
    /// <summary>All kinds.</summary>
    public static KindCatalogue Catalogue { get; } = new(
        [TechnicalPlanKind.Plan, .. MainLineKinds.All, .. BuildingKinds.All, .. SupervisionKinds.All, .. ExtensionKinds.All, .. InvestmentBudgetKinds.All]);

    /// <summary>The kind of a step, whose name may end in a number; throws for a step that is no submission.</summary>
    public static SubmissionKind Of(string step) => Catalogue.Of(step);

    /// <summary>The same; null for a step that is no submission.</summary>
    public static SubmissionKind? Find(string step) => Catalogue.Find(step);

    /// <summary>A kind whose content is a record.</summary>
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
