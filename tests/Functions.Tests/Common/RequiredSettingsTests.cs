using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Common;

public class RequiredSettingsTests
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", "Mailbox", true, "")]
    [InlineData("UseDevelopmentStorage=true", "Mailbox", false, "Mail__Sender")]
    [InlineData("UseDevelopmentStorage=true", "", false, "Mail__Sender")]
    [InlineData("UseDevelopmentStorage=true", "Sendgrid", true, "Mail__Sender")]
    [InlineData("AccountName=a", "SendGrid", false, "")]
    [InlineData("AccountName=a", "Smtp", false, "")]
    [InlineData("", "Smtp", false, "AzureWebJobsStorage")]
    [InlineData("", "", false, "AzureWebJobsStorage,Mail__Sender")]
    public void Faults_OfSettings_NameEachThatIsWrong(string storage, string sender, bool development, string named) =>
        Named(named, new() { HasStorage = storage.Length > 0, MailSender = sender, SmtpHost = "mail.dazhou.example", SendGridKey = "SG.key" }, development);

    [Theory]
    [InlineData("Smtp", "", "SG.key", false, "Mail__Smtp__Host")]
    [InlineData("Smtp", " ", "", true, "Mail__Smtp__Host")]
    [InlineData("Smtp", "mail.dazhou.example", "", false, "")]
    [InlineData("SendGrid", "mail.dazhou.example", "", false, "Mail__SendGrid__ApiKey")]
    [InlineData("SendGrid", "", "SG.key", false, "")]
    [InlineData("Mailbox", "", "", true, "")]
    public void Faults_OfAMailSenderWithoutWhatItNeeds_NameIt(string sender, string host, string key, bool development, string named) =>
        Named(named, new() { HasStorage = true, MailSender = sender, SmtpHost = host, SendGridKey = key }, development);

    private static void Named(string named, RequiredSettings settings, bool development)
    {
        var faults = settings.Faults(development).ToList();

        string[] expected = named.Length == 0 ? [] : named.Split(',');
        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected.Zip(faults), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }
}
