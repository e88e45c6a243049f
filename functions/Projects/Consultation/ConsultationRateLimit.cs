using System.Net;
using System.Threading.RateLimiting;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Projects.Consultation;

/// <summary>
/// Bounds what the public may leave: from one network address 60 forms at once and 60 an hour, and to one mail address 3 mails
/// at once and 3 an hour, quotations and questions together, so that nobody can flood an office, or a stranger's mailbox through
/// one. The buckets live in the process: each machine bounds what it is asked, and a restart may begin anew.
/// </summary>
public sealed class ConsultationRateLimit : IDisposable
{
    /// <summary>Forms from one network address at once, and an hour.</summary>
    public const int FormsPerAddress = 60;

    /// <summary>Mails to one mail address at once, and an hour.</summary>
    public const int MailsPerAddress = 3;

    private readonly PartitionedRateLimiter<HttpContext> addresses = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ => Bucket(FormsPerAddress)));

    private readonly PartitionedRateLimiter<string> mails = PartitionedRateLimiter.Create<string, string>(mail =>
        RateLimitPartition.GetTokenBucketLimiter(mail, _ => Bucket(MailsPerAddress)));

    /// <summary>Takes one form; false when its network address has none left.</summary>
    public bool AdmitsForm(HttpContext context)
    {
        using var lease = addresses.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    /// <summary>Takes one mail; false when the mail address has none left.</summary>
    public bool AdmitsMail(string mail)
    {
        using var lease = mails.AttemptAcquire(QuotationRules.SameMail(mail));
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        addresses.Dispose();
        mails.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perHour) => new()
    {
        TokenLimit = perHour,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromHours(1) / perHour,
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
