using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>
/// Sends messages through a group robot of 企业微信: posts text to the webhook in <c>Channels:WeCom:Url</c>. The robot answers 200 even on
/// failure; <c>errcode</c> tells. It posts to a group, so each text begins with the name of the recipient.
/// </summary>
public sealed class WeComChannel(HttpClient http, IConfiguration configuration) : IChannel
{
    private const int LongestText = 2048;

    /// <inheritdoc />
    public string Name => "wecom";

    /// <inheritdoc />
    public async Task SendAsync(ChannelMessage message, CancellationToken cancellation = default)
    {
        using var content = JsonContent.Create(new { msgtype = "text", text = new { content = Shorten($"{message.To.Name}：{message.Text}") } });
        // The robot does not accept chunked requests.
        await content.LoadIntoBufferAsync(cancellation);
        using var response = await http.PostAsync(configuration["Channels:WeCom:Url"], content, cancellation);
        var answer = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"企业微信 answered {(int)response.StatusCode}: {answer}", inner: null, response.StatusCode);
        // Any error, e.g. a wrong key or too many messages per minute, may be resolved while the message waits.
        if (ErrorOf(answer) is not 0)
            throw new HttpRequestException($"企业微信 did not send: {answer}");
    }

    private static int? ErrorOf(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.GetProperty("errcode").GetInt32();
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Shortens a text; the robot's limit counts bytes.</summary>
    private static string Shorten(string text)
    {
        while (Encoding.UTF8.GetByteCount(text) > LongestText)
            text = text[..(text.Length * 9 / 10)];
        return text;
    }
}
