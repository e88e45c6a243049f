using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Writes mails by the Razor template.</summary>
public sealed class MailComposer(IServiceScopeFactory scopes, ILoggerFactory loggers, OnlineAddress online) : IMailComposer
{
    /// <inheritdoc />
    public async Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        var link = linkSecret is null ? null : new Uri(online.Of($"/l/{linkSecret}"));
        var letter = MailLetter.Of(message, to, link);

        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MailTemplate.Letter)] = letter });
            var output = await renderer.RenderComponentAsync<MailTemplate>(parameters);
            return output.ToHtmlString();
        });
        return new ComposedMail(letter.Subject, letter.ToText(), html, letter.Action is null ? [] : [letter.Action]);
    }
}
