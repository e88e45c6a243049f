using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Rehearsal;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Campaigns;

/// <summary>预演 of a campaign, from its opening to its evaluation (达市府办函〔2023〕53号). Units report in time unless the script says otherwise.</summary>
/// <param name="hosts">builds a host whose time advances automatically, see <see cref="From"/></param>
/// <param name="directory">the people who hold the posts</param>
public sealed class CampaignRehearsal(Func<DateTimeOffset, Action<IServiceCollection>, IHost> hosts, IDirectory directory)
{
    /// <summary>The 考核办法 is issued separately; without one nothing could be evaluated.</summary>
    private static readonly AssessmentMethod Method = new("预演考核办法");

    /// <summary>Creates a rehearsal on this repository's engine.</summary>
    public static CampaignRehearsal From(IDirectory directory, ILoggerFactory? loggers = null) =>
        new((start, configure) => RehearsalHost.Build(start, configure, loggers), directory);

    /// <summary>
    /// Rehearses a campaign that is started at <paramref name="start"/>, or else at 09:00 on the day before its first;
    /// <paramref name="progress"/> regularly receives the virtual time.
    /// </summary>
    public async Task<RehearsalResult> RunAsync(
        CampaignDefinition definition, DateTimeOffset? start = null, RehearsalScript? script = null, Func<DateTimeOffset, Task>? progress = null,
        CancellationToken cancellation = default)
    {
        await using var office = await RehearsalOffice.OpenAsync(
            hosts, start ?? ChinaTime.At(definition.Start.AddDays(-1), new(9, 0)), directory, script ?? RehearsalScript.Default,
            services => services.AddCampaigns().AddSingleton<IRehearsedSystem, RehearsedCampaign>(), cancellation);
        var book = office.Get<CampaignBook>();
        var receipt = (await book.OpenAsync(office.Client, definition, SubjectReader.OfEverything, cancellation))!;
        if (receipt.Campaign is not { } campaign) return new(null, [], receipt.Failures);
        await book.EnterMethodAsync(campaign, Method, new SubjectReader(campaign.Definition.Receivers[0]), cancellation);
        await office.LiveAsync(Campaign.InstanceIdOf(campaign.Definition.Id), progress, cancellation);
        string[] subjects =
        [
            CampaignSubject.IdOf(campaign.Definition.Id), .. campaign.Definition.Units.Select(unit => CampaignSubject.IdOf(campaign.Definition.Id, unit)),
        ];
        return new("成效综合考评", await office.CalendarAsync(subjects, cancellation), []);
    }
}

/// <summary>The people of a rehearsed campaign.</summary>
internal sealed class RehearsedCampaign(SubmissionService submissions) : IRehearsedSystem
{
    private const string Confirmed = """{"confirmed":true}""";

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> HandInAsync(
        DurableTaskClient client, LinkRequest of, RehearsalScriptLine line, DateTimeOffset at, CancellationToken cancellation)
    {
        var kind = CampaignKinds.Catalogue.Of(of.Step);
        var receipt = await submissions.SubmitAsync(
            client,
            new()
            {
                Subject = of.Subject,
                Step = of.Step,
                Round = of.Round,
                Data = line.Data?.GetRawText() ?? Of(kind),
                Files = kind.Document is null ? [] : [new($"{kind.Document}.txt", "预演"u8.ToArray())],
                By = of.Person,
            },
            cancellation);
        return receipt.Status == SubmissionStatus.Refused ? at.AddDays(1) : null;
    }

    /// <inheritdoc/>
    public RehearsalKind? KindOf(AuditEntry entry) => entry.Key.Split('|')[0] switch
    {
        "phase" or "compiled" => RehearsalKind.Stage,
        "handed-in" or "decision" => RehearsalKind.Decision,
        _ => null,
    };

    /// <inheritdoc/>
    public string? StageOf(MailOrder mail) => mail.Message.Link is { } link ? CampaignKinds.Catalogue.Find(link.Step)?.Stage : nameof(Campaign);

    private static string Of(SubmissionKind kind) =>
        kind == CampaignKinds.Weekly ? Confirmed
        : kind == CampaignKinds.Evaluation ? """{"summary":"预演：按方案完成。","commended":[]}"""
        : """{"text":"预演：按要求完成。"}""";
}
