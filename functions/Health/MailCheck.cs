using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dazhou.Serverless.Functions.Health;

/// <summary>Checks whether mails were given up. Degraded, not unhealthy: the process works, but an operator must act.</summary>
public sealed class MailCheck(MailTroubles troubles) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await troubles.CountGaveUpAsync(cancellationToken) switch
        {
            0 => HealthCheckResult.Healthy(),
            var count => HealthCheckResult.Degraded($"{count}{(count == MailTroubles.MostCounted ? "封以上" : "封")}邮件未能发出，系统管理员请打开 /mails"),
        };
}
