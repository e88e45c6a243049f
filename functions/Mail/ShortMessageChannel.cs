using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dazhou.Serverless.Mail;
using Microsoft.Extensions.Configuration;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>
/// Sends text messages through an HTTP gateway: posts <c>{id, person, name, mail, text}</c> to <c>Channels:Sms:Url</c>, with the bearer
/// token <c>Channels:Sms:Token</c> if set. The gateway of the office knows people's telephone numbers; this system does not.
/// <c>Idempotency-Key</c> lets it drop duplicates.
/// </summary>
public sealed class ShortMessageChannel(HttpClient http, IConfiguration configuration) : IChannel
{
    /// <inheritdoc />
    public string Name => "sms";

    /// <inheritdoc />
    public async Task SendAsync(ChannelMessage message, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration["Channels:Sms:Url"])
        {
            Content = JsonContent.Create(new { id = message.Id, person = message.Person, name = message.To.Name, mail = message.To.Address, text = message.Text }),
        };
        request.Headers.Add("Idempotency-Key", message.Id);
        if (configuration["Channels:Sms:Token"] is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, cancellation);
        if (response.IsSuccessStatusCode)
            return;
        var reason = $"The short message gateway answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellation)}";
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
            throw new MailRefusedException(reason);
        throw new HttpRequestException(reason, inner: null, response.StatusCode);
    }
}
