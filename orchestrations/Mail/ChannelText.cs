namespace Dazhou.Serverless.Mail;

/// <summary>A message in a few words; pure.</summary>
public static class ChannelText
{
    private const int Longest = 300;

    /// <summary>What to do, about what, until when, on what article, and that the mail has the rest.</summary>
    public static string Of(MailMessage message)
    {
        var parts = new List<string> { message.ToDo.TrimEnd('。'), $"事项：{message.Title}" };
        if (message.Until is { } until)
        {
            // A period that ends at midnight ends with the day before.
            var last = ChinaTime.At(until);
            parts.Add(last.TimeOfDay == TimeSpan.Zero ? $"期限：{last.AddDays(-1):yyyy年M月d日}24时" : $"期限：{last:yyyy年M月d日 HH:mm}");
        }

        if (message.Article is { Length: > 0 } article)
            parts.Add($"依据：{article}");
        var text = string.Join('；', parts);
        return $"{(text.Length <= Longest ? text : text[..Longest] + "……")}。详情和办理链接见您的邮件。";
    }
}
