using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Configuration;

namespace Functions.Tests.Mail;

internal static class TestMails
{
    public static OutgoingMail Approval { get; } = new(
        "mail-1",
        new MailAddress("fsz@dazhou.example", "分管副市长"),
        new ComposedMail("【待审核】测试项目", "请审核。\n打开并办理：\nhttp://localhost:7071/l/abc", "<p>请审核。</p>", []));

    public static IConfiguration Settings(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Append(("Mail:From", "office@dazhou.example"))
            .Select(pair => KeyValuePair.Create<string, string?>(pair.Item1, pair.Item2)))
        .Build();
}
