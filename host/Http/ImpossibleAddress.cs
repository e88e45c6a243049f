using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Dazhou.FunctionsHost;

/// <summary>
/// An address with <c>%00</c> in it is refused by the web server before any function is asked, with an empty page. Here its reader is sent
/// to the same address with a replacement character instead, where the app answers as for every address that nobody has.
/// </summary>
internal sealed class ImpossibleAddress : IObserver<KeyValuePair<string, object?>>
{
    private const string Refused = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";
    private const string Null = "%00";
    private const string Replacement = "%EF%BF%BD";

    private ImpossibleAddress()
    {
    }

    /// <summary>Listens to what the web server refuses.</summary>
    public static IDisposable Watch(DiagnosticListener server) => server.Subscribe(new ImpossibleAddress(), name => name == Refused);

    /// <summary>Where an address leads that was refused; null for one that has another fault, or would lead to another site.</summary>
    public static string? Instead(string? target) =>
        target is ['/', not ('/' or '\\'), ..] && target.Contains(Null, StringComparison.Ordinal) ? target.Replace(Null, Replacement, StringComparison.Ordinal) : null;

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is not IFeatureCollection features
            || features.Get<IHttpResponseFeature>() is not { HasStarted: false } response
            || features.Get<IHttpResponseBodyFeature>() is not { } body
            || Instead(features.Get<IHttpRequestFeature>()?.RawTarget) is not { } address)
            return;
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = address;
        response.Headers.ContentLength = 0;
        response.Headers.Connection = "close";
        // The server writes its own answer after this event, unless one has begun. Nothing reads while these few bytes go out.
        _ = body.StartAsync();
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }
}
