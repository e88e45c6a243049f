using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Campaigns;

/// <summary>A review that was ordered. Table CampaignReviews: partition = campaign, row = project and number.</summary>
public sealed record CampaignReviewRow : IRow
{
    /// <inheritdoc/>
    public static string TableName => "CampaignReviews";

    /// <summary>What is reviewed, and by whom.</summary>
    public required ReviewCall Call { get; init; }

    /// <summary>Who ordered it.</summary>
    public required string By { get; init; }

    /// <summary>When, at +08:00.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc/>
    public string PartitionKey => Call.Campaign.Id;

    /// <inheritdoc/>
    public string RowKey => RowKeyOf(Call.Project, Call.Number);

    /// <summary>Returns the row key of a project's review.</summary>
    public static string RowKeyOf(string project, int number) => $"{project}|{number:D3}";
}

/// <summary>Orders the review of claimed categories (附件2备注4—6).</summary>
public sealed class CampaignReviews(ITableStore tables, CampaignProjects projects, IDirectory directory, TimeProvider time) : IStarter
{
    /// <summary>The kind of the pending starts of reviews.</summary>
    public const string Kind = "campaign-review";

    string IStarter.Kind => Kind;

    string IStarter.InstanceIdOf(string id) => id.Split('.') is [var campaign, var project, var number] ? CategoryReview.InstanceIdOf(campaign, project, Number(number)) : id;

    /// <summary>Orders the review of a project's open claims by experts of the directory, or returns the broken rules.</summary>
    public async Task<IReadOnlyList<RuleFailure>> OrderAsync(
        DurableTaskClient client, CampaignRow campaign, string project, IReadOnlyList<string> experts, string by, CancellationToken cancellation = default)
    {
        var failures = new List<RuleFailure>();
        var posts = new List<ApproverPost>();
        foreach (var expert in experts.Distinct(StringComparer.Ordinal))
        {
            if (await directory.FindServingAsync(expert, time.GetChinaToday(), cancellation) is { } person && person.Roles.Contains(PersonRow.Expert)) posts.Add(new(person.Unit, person.Post));
            else Fail("experts", $"通讯录中没有专家“{expert}”");
        }

        if (experts.Count == 0) Fail("experts", "请选择评审专家");
        if (await projects.FindAsync(campaign.Definition.Id, project, cancellation) is not { } row)
        {
            Fail("project", "没有这个项目");
            return failures;
        }

        var codes = row.Categories.Where(claim => claim.State == CategoryState.Claimed).Select(claim => claim.Code).ToList();
        if (codes.Count == 0) Fail("project", "该项目没有待评审的类别");
        var number = 1;
        await foreach (var before in tables.ReadPartitionAsync<CampaignReviewRow>(campaign.Definition.Id, $"{project}|", cancellation))
        {
            number = before.Value.Call.Number + 1;
            var instance = await client.GetInstanceAsync(CategoryReview.InstanceIdOf(campaign.Definition.Id, project, before.Value.Call.Number), cancellation);
            if (instance is not { IsCompleted: true }) Fail("project", "该项目正在评审");
        }

        if (failures.Count > 0) return failures;
        var review = new CampaignReviewRow { Call = new(CampaignCall.Of(campaign), row.Unit, project, row.Name, codes, posts, number), By = by, At = time.GetChinaNow() };
        await tables.UpsertAsync(new PendingStartRow { Kind = Kind, Id = $"{campaign.Definition.Id}.{project}.{number}", Since = review.At }, cancellation);
        await tables.TryInsertAsync(review, cancellation);
        await CarryAsync(client, review, cancellation);
        return failures;

        void Fail(string field, string message) => failures.Add(new($"campaign-review-{field}", "附件2备注4—6", field, message));
    }

    async Task<bool?> IStarter.StartAsync(DurableTaskClient client, string id, CancellationToken cancellation) =>
        id.Split('.') is [var campaign, var project, var number]
        && (await tables.FindAsync<CampaignReviewRow>(campaign, CampaignReviewRow.RowKeyOf(project, Number(number)), cancellation))?.Value is { } row
            ? await CarryAsync(client, row, cancellation)
            : null;

    private async Task<bool> CarryAsync(DurableTaskClient client, CampaignReviewRow row, CancellationToken cancellation)
    {
        var call = row.Call;
        var started = await client.StartOnceAsync(
            nameof(CategoryReview), call, OrchestrationVersion.Start(CategoryReview.InstanceIdOf(call.Campaign.Id, call.Project, call.Number)), cancellation);
        await tables.DeleteAsync<PendingStartRow>(Kind, $"{call.Campaign.Id}.{call.Project}.{call.Number}", cancellation);
        return started;
    }

    private static int Number(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
}
