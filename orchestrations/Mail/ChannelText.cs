namespace Dazhou.Serverless.Mail;

/// <summary>Creates the short form of a message. Pure.</summary>
public static class ChannelText
{
    private const int Longest = 300;

    /// <summary>Returns the task, title, due date and article, and a reference to the mail for the rest.</summary>
    public static string Of(MailMessage message)
    {
        var parts = new List<string> { message.ToDo.TrimEnd('。'), $"事项：{message.Title}" };
        if (message.Until is { } until)
        {
            // A period that ends at midnight ends on the previous day.
            var last = ChinaTime.At(until);
            parts.Add(last.TimeOfDay == TimeSpan.Zero ? $"期限：{last.AddDays(-1):yyyy年M月d日}24时" : $"期限：{last:yyyy年M月d日 HH:mm}");
        }

        if (message.Article is { Length: > 0 } article)
            parts.Add($"依据：{article}");
        var text = string.Join('；', parts);
        return $"{(text.Length <= Longest ? text : text[..Longest] + "……")}。详情和办理链接见您的邮件。";
    }
}
