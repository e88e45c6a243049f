using System.Security.Cryptography;
using Dazhou.Serverless.Links;
using Dazhou.Serverless.Mail;
using Dazhou.Serverless.Records;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Projects;

/// <summary>
/// Takes suppliers' quotations (第三十五条): stored unconfirmed, counted once confirmed by the link sent to the given
/// address. No result reveals whether an address is known.
/// </summary>
public sealed class QuotationService(ITableStore tables, IAuditTrail audit, Outbox mails, TimeProvider time)
{
    /// <summary>The step of links that confirm a quotation.</summary>
    public const string Step = "Publicity.quotation";

    private const int IdBytes = 16;

    // The link outlives the publicity; the record decides whether it is too late, and the link's page says so.
    private const int LinkDays = 30;

    /// <summary>Stores a quotation and mails its link; if it breaks rules, returns them and stores nothing.</summary>
    public async Task<ConsultationReceipt> LeaveAsync(
        DurableTaskClient client, string project, QuotationInput input, CancellationToken cancellation = default)
    {
        if (await FindPublicityAsync(project, cancellation) is not { } publicity) return ConsultationReceipt.Of(ConsultationStatus.NotPublic);
        var at = time.GetChinaNow();
        if (!publicity.IsOpenAt(at)) return ConsultationReceipt.Of(ConsultationStatus.Ended);
        if (QuotationRules.Check(input, publicity.Version, publicity.Functions.Count) is { Count: > 0 } failures)
            return new(ConsultationStatus.Refused, failures);

        var quotation = new QuotationRow
        {
            Project = project,
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
            Version = publicity.Version,
            Company = input.Company!.Trim(),
            Mail = input.Mail!,
            Prices = QuotationRules.PricesOf(input),
            LeftAt = at,
        };
        await tables.TryInsertAsync(quotation, cancellation);
        await mails.EnqueueMail(MailOf(publicity, quotation), client, cancellation);
        return ConsultationReceipt.Of(ConsultationStatus.Kept);
    }

    /// <summary>Returns the quotation of a link; null if there is none.</summary>
    public async Task<QuotationRow?> FindAsync(LinkRequest of, CancellationToken cancellation = default) =>
        (await tables.FindAsync<QuotationRow>(of.Subject, QuotationRow.RowKeyOf(of.Round, of.Person), cancellation))?.Value;

    /// <summary>Returns what confirming by a link would find now: unconfirmed, already confirmed, outdated by a correction, or too late.</summary>
    public async Task<ConsultationStatus> StandingAsync(LinkRequest of, CancellationToken cancellation = default)
    {
        if (await FindAsync(of, cancellation) is not { } quotation || await FindPublicityAsync(of.Subject, cancellation) is not { } publicity)
            return ConsultationStatus.NotPublic;
        if (quotation.ConfirmedAt is not null) return ConsultationStatus.Confirmed;
        if (!publicity.IsOpenAt(time.GetChinaNow())) return ConsultationStatus.Ended;
        return quotation.Version == publicity.Version ? ConsultationStatus.Kept : ConsultationStatus.Outdated;
    }

    /// <summary>Confirms the quotation of a link while its list is public; safe to repeat.</summary>
    public async Task<ConsultationStatus> ConfirmAsync(LinkRequest of, CancellationToken cancellation = default)
    {
        while (true)
        {
            var standing = await StandingAsync(of, cancellation);
            if (standing is not (ConsultationStatus.Kept or ConsultationStatus.Confirmed)) return standing;
            var seen = (await tables.FindAsync<QuotationRow>(of.Subject, QuotationRow.RowKeyOf(of.Round, of.Person), cancellation))!;
            var confirmed = seen.Value.ConfirmedAt is null ? seen.Value with { ConfirmedAt = time.GetChinaNow() } : seen.Value;
            if (seen.Value.ConfirmedAt is null && !await tables.TryReplaceAsync(seen, confirmed, cancellation)) continue;
            await audit.AppendAsync(
                new AuditEntry
                {
                    Subject = of.Subject,
                    Key = $"quotation|{of.Person}",
                    At = confirmed.ConfirmedAt!.Value,
                    // Readers of the trail must not learn who quoted what.
                    Actor = "供应商",
                    Action = $"收到经确认的报价（第{confirmed.Version}版清单）",
                    Article = FunctionListRules.Article,
                    Stage = Stages.Publicity,
                },
                cancellation);
            return ConsultationStatus.Confirmed;
        }
    }

    /// <summary>Returns all quotations of a project, confirmed or not, ordered by version.</summary>
    public static async Task<IReadOnlyList<QuotationRow>> ReadAsync(ITableStore tables, string project, CancellationToken cancellation = default) =>
        await tables.ListAsync<QuotationRow>(project, cancellation);

    private static MailOrder MailOf(PublicityRow publicity, QuotationRow quotation) => new()
    {
        Subject = quotation.Project,
        Key = $"quotation|{quotation.Id}",
        // Not the company's name: text entered by a stranger must not reach somebody else's mailbox.
        To = new MailRecipient { Address = quotation.Mail, Name = quotation.Mail },
        Message = new ConfirmationWanted
        {
            Title = publicity.Name,
            What = "报价",
            ToDo = "有人以本邮箱对该项目公示的功能清单报价。请打开链接核对后确认；确认后报价才有效，只供项目建设单位和主管部门查看。不是您提交的，不需要处理。",
            Until = publicity.Until,
            Article = FunctionListRules.Article,
            Link = new()
            {
                Purpose = ConsultationLinks.ConfirmQuotation,
                Subject = quotation.Project,
                Step = Step,
                Round = quotation.Version,
                Person = quotation.Id,
                Expires = publicity.Until.AddDays(LinkDays),
            },
        },
    };

    private async Task<PublicityRow?> FindPublicityAsync(string project, CancellationToken cancellation) =>
        (await tables.FindAsync<PublicityRow>(project, PublicityRow.OnlyRowKey, cancellation))?.Value;
}

/// <summary>The status of a submission from the public.</summary>
public enum ConsultationStatus
{
    /// <summary>Stored; waits for confirmation.</summary>
    Kept,

    /// <summary>Confirmed.</summary>
    Confirmed,

    /// <summary>It breaks rules; nothing was stored.</summary>
    Refused,

    /// <summary>The function list has been corrected; a new quotation is needed.</summary>
    Outdated,

    /// <summary>The publicity has ended.</summary>
    Ended,

    /// <summary>It does not exist.</summary>
    NotPublic,
}

/// <summary>The result of a submission from the public.</summary>
/// <param name="Status">the status</param>
/// <param name="Failures">the broken rules</param>
public sealed record ConsultationReceipt(ConsultationStatus Status, IReadOnlyList<RuleFailure> Failures)
{
    internal static ConsultationReceipt Of(ConsultationStatus status) => new(status, []);
}
