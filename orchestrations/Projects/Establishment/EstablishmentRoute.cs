using System.Text.Json.Serialization;
using Dazhou.Serverless.Approvals;

namespace Dazhou.Serverless.Projects;

/// <summary>The ways of 立项 (第八条、第十条).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EstablishmentWay>))]
public enum EstablishmentWay
{
    /// <summary>一事一议</summary>
    OneByOne,

    /// <summary>市数字经济局 chooses between the annual plan and 一事一议</summary>
    Choice,

    /// <summary>市发改委 has established it with its works</summary>
    Adoption,
}

/// <summary>How a project is established.</summary>
/// <param name="Way">the way</param>
/// <param name="Request">the approval, if the project does not go into the annual plan</param>
public sealed record EstablishmentPlan(EstablishmentWay Way, ApprovalRequest Request);

/// <summary>Determines who establishes a project one by one, by its total investment (第十条第二款).</summary>
public static class EstablishmentRoute
{
    /// <summary>The approval steps for a project of this unit and total investment, in 万元.</summary>
    public static IReadOnlyList<ApprovalStep> StepsFor(decimal totalInvestment, string unit, ProjectPolicy policy) =>
        LeadershipRoute.OfProject(Stages.Establishment, totalInvestment, unit, policy);

    /// <summary>
    /// Determines how a project is established: adopted if 市发改委 has established it, by choice of route if experts argue
    /// it first, otherwise one by one.
    /// </summary>
    public static EstablishmentPlan PlanOf(ProjectRef project) =>
        project.Works?.ApprovalNumber is { } number ? new(EstablishmentWay.Adoption, AdoptionOf(project, number))
        : new(project.Policy.ExpertArgumentationFirst ? EstablishmentWay.Choice : EstablishmentWay.OneByOne, RequestFor(project));

    /// <summary>The approval request of a project.</summary>
    public static ApprovalRequest RequestFor(ProjectRef project) =>
        new()
        {
            Subject = project.Subject,
            Stage = Stages.Establishment,
            Summary = project.Summarize($"{project.UnitName}申报的政府投资信息化项目，总投资{Amounts.Text(project.TotalInvestment)}"),
            Steps = StepsFor(project.TotalInvestment, project.Unit, project.Policy),
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        };

    /// <summary>The request to check the 立项批复 of 市发改委 for the works that include the project (第八条).</summary>
    public static ApprovalRequest AdoptionOf(ProjectRef project, string number) =>
        new()
        {
            Subject = project.Subject,
            Stage = Stages.Establishment,
            Summary = $"{project.UnitName}申报的工程建设中的信息化部分，整个项目已由市发展改革委立项（{number}），请核对立项批复",
            Steps =
            [
                new()
                {
                    Key = $"{Stages.Establishment}.adoption",
                    Act = Act.Review,
                    Approvers = [ProjectPosts.Reviewers],
                    Period = new WorkingDays(project.Policy.SignatureWorkingDays),
                    Article = "第八条",
                    Escalation = ProjectPosts.ReviewersSuperior,
                },
            ],
            Applicant = ProjectPosts.ContactOf(project.Unit),
            Lines = ProjectMails.LinesOf(project),
        };
}
