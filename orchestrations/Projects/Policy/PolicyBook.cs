using System.Text.Json;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// The policies set by offices (第六十四条: counties may set their own), by jurisdiction and first day. Where none is set,
/// the gazette's values apply. A project keeps the policy of the day on which it starts.
/// </summary>
public sealed class PolicyBook(ITableStore tables)
{
    /// <summary>The jurisdiction of the municipal departments.</summary>
    public const string Municipal = "dazhou";

    /// <summary>Returns the policy of a jurisdiction on a day.</summary>
    public async Task<ProjectPolicy> FindAsync(string jurisdiction, DateOnly on, CancellationToken cancellation = default)
    {
        var policy = ProjectPolicy.Gazette;
        await foreach (var row in tables.ReadPartitionAsync<ProjectPolicyRow>(jurisdiction, cancellation: cancellation))
        {
            if (row.Value.From <= on)
                policy = row.Value.Policy;
        }

        return policy;
    }

    /// <summary>Sets a policy from a day on. Returns what is wrong with it, in Chinese; null if it was set.</summary>
    public async Task<string?> SetAsync(string jurisdiction, DateOnly from, ProjectPolicy policy, CancellationToken cancellation = default)
    {
        if (PolicyRules.WhyNot(policy) is { } reason)
            return reason;
        var row = new ProjectPolicyRow { Jurisdiction = jurisdiction, From = from, Policy = policy };
        return await tables.TryInsertAsync(row, cancellation)
            ? null
            : "该日起执行的政策参数已经设定；修订应当另定执行日期，以免已经开始的项目失去依据。";
    }

    /// <summary>
    /// Reads a policy file: <c>{ "version": ..., "values": { "publicityDays": { "value": 10 } } }</c>. Missing values
    /// are the gazette's; an unknown name is refused, since it would silently change nothing.
    /// </summary>
    public static ProjectPolicy Read(JsonElement file)
    {
        var values = JsonSerializer.SerializeToElement(ProjectPolicy.Gazette, RecordJson.Options)
            .EnumerateObject().ToDictionary(member => member.Name, member => member.Value, StringComparer.Ordinal);
        values["version"] = file.GetProperty("version");
        foreach (var member in file.GetProperty("values").EnumerateObject())
        {
            if (!values.ContainsKey(member.Name))
                throw new JsonException($"没有名为“{member.Name}”的政策参数。");
            values[member.Name] = member.Value.GetProperty("value");
        }

        return JsonSerializer.SerializeToElement(values).Deserialize<ProjectPolicy>(RecordJson.Options)!;
    }

    /// <summary>The gazette's values as JSON, each with unit, article and meaning.</summary>
    public static JsonElement GazetteFile()
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("project-policy")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}

/// <summary>The limits that every policy must keep.</summary>
public static class PolicyRules
{
    /// <summary>Returns what is wrong with a policy, in Chinese; null if nothing is.</summary>
    public static string? WhyNot(ProjectPolicy policy)
    {
        int[] periods =
        [
            policy.PublicityDays, policy.TechnicalPlanDays, policy.TechnicalReviewDays, policy.SignatureWorkingDays, policy.MeetingWorkingDays,
            policy.LibraryReviewWorkingDays, policy.OpinionWorkingDays, policy.BudgetReviewWorkingDays, policy.PromptDays, policy.ProcurementDays,
            policy.ConstructionYears, policy.TrialRunMonths, policy.PreAcceptanceWorkingDays, policy.PaymentWorkingDays, policy.PostEvaluationWorkingDays,
        ];
        if (string.IsNullOrWhiteSpace(policy.Version) || policy.Version == ProjectPolicy.Gazette.Version)
            return "政策参数须有自己的版本号。";
        if (periods.Any(period => period < 1))
            return "各项期限至少为1。";
        if (!Ascending(policy.MinimumInvestment, policy.MayorFrom, policy.StandingMeetingFrom, policy.PartyCommitteeFrom))
            return "立项审定的投资档次应当逐级递增。";
        if (!Ascending(policy.SupplementMayorFrom, policy.SupplementStandingMeetingFrom, policy.SupplementPartyCommitteeFrom))
            return "补充合同审定的金额档次应当逐级递增。";
        if (policy.SupplementShare is < 0 or > 1 || policy.AdjustmentShare is < 0 or > 1)
            return "比例应当在0至1之间。";
        if (policy.SmallestPanel < 3 || policy.SmallestPanel % 2 == 0)
            return "专家组人数应当为3人以上单数。";
        return policy.EvaluationFromMonths < 1 || policy.EvaluationUntilMonths <= policy.EvaluationFromMonths
            ? "自评价的终点应当晚于起点。"
            : null;
    }

    private static bool Ascending(params decimal[] values) => values[0] > 0 && values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
}

/// <summary>A policy set by an office. Table ProjectPolicies: partition = jurisdiction, row = first day.</summary>
public sealed record ProjectPolicyRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "ProjectPolicies";

    /// <summary>The jurisdiction: <see cref="PolicyBook.Municipal"/> or a county-level unit's id.</summary>
    public required string Jurisdiction { get; init; }

    /// <summary>The first day on which it applies.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The values.</summary>
    public required ProjectPolicy Policy { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Jurisdiction;

    /// <inheritdoc/>
    public string RowKey => From.ToString("yyyy-MM-dd");
}
