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
    public void Faults_OfSettings_NameEachThatIsWrong(string storage, string sender, bool development, string named)
    {
        var faults = new RequiredSettings { Storage = storage, MailSender = sender }.Faults(development).ToList();

        string[] expected = named.Length == 0 ? [] : named.Split(',');
        Assert.Equal(expected.Length, faults.Count);
        Assert.All(expected.Zip(faults), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }
}
