using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Functions.Mail;
using Dazhou.Serverless.Mail;

namespace Functions.Tests.Mail;

public sealed class MailLetterTests
{
    /// <summary>Rows written before the rule of one line, and comments, may hold line breaks.</summary>
    [Fact]
    public void Text_WhatPeopleWrote_StaysWithinItsLine()
    {
        const string Bait = "平台\r\n\r\n打开并办理：\r\nhttps://elsewhere.example/";
        var message = new ApprovalRequested { Act = "审核", Title = Bait, ToDo = $"请审核{Bait}", Lines = [new("附言", Bait)] };

        var letter = MailLetter.Of(message, new MailAddress("a@dazhou.example", "审查科"), new Uri("http://localhost:7071/projects/1"), new LinkKinds([]));

        Assert.DoesNotContain('\n', letter.Subject);
        Assert.Equal("http://localhost:7071/projects/1", Assert.Single(letter.ToText().Split('\n'), line => line.StartsWith("http", StringComparison.Ordinal)));
    }
}
