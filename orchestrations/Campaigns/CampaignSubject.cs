using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The ids of what belongs to campaigns: the campaign, a unit in it, and a project of it.</summary>
internal static class CampaignSubject
{
    /// <summary>The post of units and bureaus that is asked: their office.</summary>
    public const string AskedPost = UnitRow.OfficePost;

    /// <summary>The two bureaus that run campaigns (53号 四（三）、（四）).</summary>
    public static readonly IReadOnlySet<string> Bureaus = new HashSet<string>(StringComparer.Ordinal) { "sjxj", "sjhj" };

    private const string OfCampaign = "campaign";
    private const string OfProject = "campaign-project";

    public static string IdOf(string campaign) => $"{OfCampaign}.{campaign}";

    public static string IdOf(string campaign, string unit) => $"{OfCampaign}.{campaign}.{unit}";

    public static string ProjectIdOf(string campaign, string project) => $"{OfProject}.{campaign}.{project}";

    /// <summary>Returns campaign and unit of a subject, the unit null for the campaign itself; null for what is neither.</summary>
    public static (string Campaign, string? Unit)? PartsOf(string subject) => subject.Split('.') switch
    {
        [OfCampaign, { Length: > 0 } campaign] => (campaign, null),
        [OfCampaign, { Length: > 0 } campaign, { Length: > 0 } unit] => (campaign, unit),
        _ => null,
    };

    /// <summary>Returns campaign and project of a subject; null for what is no project.</summary>
    public static (string Campaign, string Project)? ProjectOf(string subject) =>
        subject.Split('.') is [OfProject, { Length: > 0 } campaign, { Length: > 0 } project] ? (campaign, project) : null;

    /// <summary>Returns the subject of a unit's submissions, or of the bureaus' for the campaign itself.</summary>
    public static SubmissionSubject Of(CampaignRow row, string? unit) =>
        new(unit is null ? IdOf(row.Definition.Id) : IdOf(row.Definition.Id, unit), unit is null ? row.Definition.Name : $"{row.Definition.Name}：{row.NameOf(unit)}", unit ?? row.Definition.Receivers[0])
        {
            Kinds = CampaignKinds.Catalogue,
            Noun = "行动",
            UnitRole = unit is null ? "牵头部门" : "报送单位",
        };

    /// <summary>Finds campaign and unit of a subject; null if there is no such campaign or it does not contain the unit.</summary>
    public static async Task<(CampaignRow Row, string? Unit)?> FindAsync(ITableStore tables, string subject, CancellationToken cancellation) =>
        PartsOf(subject) is var (campaign, unit)
        && await CampaignRow.FindAsync(tables, campaign, cancellation) is { } row
        && (unit is null || row.Definition.Units.Contains(unit, StringComparer.Ordinal))
            ? (row, unit)
            : null;
}
