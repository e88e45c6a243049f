using Dazhou.Serverless.Campaigns;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Subjects;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Campaigns;

/// <summary>A campaign as a caller may see it.</summary>
/// <param name="Reading">The campaign.</param>
/// <param name="Reader">The caller.</param>
public sealed record CampaignView(CampaignReading Reading, SubjectReader Reader)
{
    /// <summary>The definition.</summary>
    public CampaignDefinition Definition => Reading.Definition;

    /// <summary>Whether the caller acts for the bureaus that run it.</summary>
    public bool IsBureau => Reader.Unit is not { } unit || Definition.Receivers.Contains(unit, StringComparer.Ordinal);

    /// <summary>The unit that the caller reports for; null for a bureau.</summary>
    public string? Unit => IsBureau ? null : Reader.Unit;

    /// <summary>Who acts, for the audit trail; an operator acts for the first bureau.</summary>
    public string By => Reader.Person ?? Reader.Unit ?? Definition.Receivers[0];

    /// <summary>The projects that the caller may see: all, or those of its unit.</summary>
    public IReadOnlyList<CampaignProjectRow> Projects => [.. Reading.Sources.Projects.Where(project => IsBureau || project.Unit == Unit)];
}

/// <summary>Reads campaigns for API and pages: the bureaus that run one see all of it, a unit the tables and its own projects; for anybody else it does not exist.</summary>
public sealed class CampaignDesk(CampaignBook book, CampaignTables tables)
{
    /// <summary>Returns the campaigns that a caller may see.</summary>
    public async Task<IReadOnlyList<CampaignRow>> ListAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await book.ListAsync(cancellationToken)).Where(row => MayRead(row, reader))];

    /// <summary>Returns a campaign; throws the answer that there is none if there is none or the caller may not see it.</summary>
    public async Task<CampaignView> ReadAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        await FindAsync(request, id, cancellationToken) ?? throw new RefusedException(Problems.NotFound("没有这个行动。"));

    /// <summary>Returns a campaign to one of its bureaus, and throws for anybody else.</summary>
    public async Task<CampaignView> ReadAsBureauAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(request, id, cancellationToken);
        return view.IsBureau ? view : throw new RefusedException(Problems.Forbidden("此事项由行动的接收单位办理，单位密钥或者登录人与之不一致。"));
    }

    /// <summary>Returns a campaign; null if there is none or the caller may not see it.</summary>
    public async Task<CampaignView?> FindAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var reader = Readers.Of(request);
        return await book.FindAsync(id, cancellationToken) is { } row && MayRead(row, reader) && await tables.ReadAsync(id, cancellationToken) is { } reading
            ? new(reading, reader)
            : null;
    }

    /// <summary>Returns the unit for which a caller acts: its own, or for callers that act for all the given one.</summary>
    public static string UnitOf(CampaignView view, string? given)
    {
        var unit = view.Reader.Unit is { } own ? own : given;
        var found = view.Definition.Units.FirstOrDefault(id => id == unit || view.Reading.Row.NameOf(id) == unit);
        return found ?? throw new RefusedException(view.Reader.Unit is null
            ? Problems.Refused("没有指明单位", [new Fault("unit", "请填写报送单位（unit）", CampaignTexts.Document)])
            : Problems.Forbidden("只有参加行动的报送单位可以填报，单位密钥或者登录人与之不一致。"));
    }

    /// <summary>Returns the caller as submissions know it.</summary>
    public static UnitCaller CallerOf(HttpRequest request) =>
        request.HttpContext.Features.Get<PersonRow>() is { IsOperator: false } person ? new(person.Unit, ActsForAll: false)
        : request.HttpContext.Features.Get<UnitCaller>() ?? UnitCaller.OfDevelopment;

    private static bool MayRead(CampaignRow row, SubjectReader reader) =>
        reader.Unit is not { } unit || row.Definition.Receivers.Contains(unit, StringComparer.Ordinal) || row.Definition.Units.Contains(unit, StringComparer.Ordinal);
}
