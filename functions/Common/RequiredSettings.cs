using Dazhou.Serverless.Records;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Settings without which processes would start and fail days later. Checked once at startup.</summary>
public sealed class RequiredSettings
{
    /// <summary>Whether the settings contain a storage account (<see cref="StorageAccount"/>) for records and documents.</summary>
    public bool HasStorage { get; set; }

    /// <summary><c>Mail:Sender</c>: SendGrid or Smtp, or in Development the local mailbox.</summary>
    public string MailSender { get; set; } = string.Empty;

    /// <summary><c>Mail:Smtp:Host</c>: required by Smtp.</summary>
    public string SmtpHost { get; set; } = string.Empty;

    /// <summary><c>Mail:SendGrid:ApiKey</c>: required by SendGrid.</summary>
    public string SendGridKey { get; set; } = string.Empty;

    /// <summary><see cref="Records.FieldKeys.Setting"/>: the keys of personal data; empty for none, which then cannot be entered.</summary>
    public string FieldKeys { get; set; } = string.Empty;

    /// <summary>Returns what is wrong with the settings, for the operator; empty if nothing is.</summary>
    public IEnumerable<string> Faults(bool development)
    {
        if (!HasStorage)
            yield return "缺少 AzureWebJobsStorage：请填写存储账户的连接字符串，使用托管标识的填写 AzureWebJobsStorage__accountName";
        if (MailSender is not ("SendGrid" or "Smtp") && !(development && MailSender == "Mailbox"))
            yield return $"Mail__Sender 为“{MailSender}”：请设为 SendGrid 或 Smtp（Mailbox 仅限开发环境）";
        if (MailSender == "Smtp" && string.IsNullOrWhiteSpace(SmtpHost))
            yield return "缺少 Mail__Smtp__Host：Mail__Sender 为 Smtp 时，请填写邮件服务器的地址";
        if (MailSender == "SendGrid" && string.IsNullOrWhiteSpace(SendGridKey))
            yield return "缺少 Mail__SendGrid__ApiKey：Mail__Sender 为 SendGrid 时，请填写 SendGrid 的 API 密钥";
        if (FieldKeysFault() is { } keys)
            yield return keys;
    }

    private string? FieldKeysFault()
    {
        try
        {
            Records.FieldKeys.Read(FieldKeys);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    internal static void Add(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<RequiredSettings>, Validation>();
        services.AddOptions<RequiredSettings>()
            .Configure<IConfiguration, IHostEnvironment>((settings, configuration, environment) =>
            {
                settings.HasStorage = StorageAccount.Find(configuration) is not null;
                settings.MailSender = configuration["Mail:Sender"] ?? (environment.IsDevelopment() ? "Mailbox" : string.Empty);
                settings.SmtpHost = configuration["Mail:Smtp:Host"] ?? string.Empty;
                settings.FieldKeys = configuration[Records.FieldKeys.Setting] ?? string.Empty;
                settings.SendGridKey = configuration["Mail:SendGrid:ApiKey"] ?? string.Empty;
            })
            .ValidateOnStart();
    }

    private sealed class Validation(IHostEnvironment environment) : IValidateOptions<RequiredSettings>
    {
        public ValidateOptionsResult Validate(string? name, RequiredSettings options) =>
            options.Faults(environment.IsDevelopment()).ToArray() is { Length: > 0 } faults
                ? ValidateOptionsResult.Fail(faults)
                : ValidateOptionsResult.Success;
    }
}
