using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Links;
using Dazhou.Serverless.Mail;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dazhou.Serverless.Functions.Mail;

/// <summary>Renders mails with the Razor template.</summary>
public sealed class MailComposer(IServiceScopeFactory scopes, ILoggerFactory loggers, OnlineAddress online, LinkKinds kinds) : IMailComposer
{
    /// <inheritdoc />
    public async Task<ComposedMail> ComposeAsync(MailMessage message, MailAddress to, string? linkSecret, CancellationToken cancellation = default)
    {
        var letter = MailLetter.Of(message, to, LinkOf(linkSecret) ?? (message.Page is { } page ? new Uri(online.Of(page)) : null), kinds);
        return new ComposedMail(letter.Subject, letter.ToText(), await RenderAsync(letter), letter.Action is null ? [] : [letter.Action]);
    }

    /// <inheritdoc />
    public async Task<ComposedMail> ComposeDigestAsync(
        ReminderDigest digest, MailAddress to, IReadOnlyList<string?> linkSecrets, CancellationToken cancellation = default)
    {
        var letter = MailLetter.OfDigest(digest, to, [.. linkSecrets.Select(LinkOf)], kinds);
        return new ComposedMail(letter.Subject, letter.ToText(), await RenderAsync(letter), [.. letter.Items.Select(item => item.Action).OfType<ComposedLink>()]);
    }

    private Uri? LinkOf(string? secret) => secret is null ? null : new Uri(online.Of($"/l/{secret}"));

    private async Task<string> RenderAsync(MailLetter letter)
    {
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(MailTemplate.Letter)] = letter });
            var output = await renderer.RenderComponentAsync<MailTemplate>(parameters);
            return output.ToHtmlString();
        });
    }
}
