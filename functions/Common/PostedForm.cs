using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Reads posted forms; refusals throw <see cref="RefusedException"/>.</summary>
public static class PostedForm
{
    /// <summary>Returns the posted form; <paramref name="otherwise"/> is the message for other bodies.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request, CancellationToken cancellationToken, string otherwise = "请用表单提交。") =>
        request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : throw new RefusedException(Problems.Unreadable(otherwise));

    /// <summary>Returns the unit whose key was typed into a form; null if the key is unknown, which the form's page then reports.</summary>
    public static Task<UnitCaller?> FindHolderAsync(this UnitKeys keys, HttpRequest request, IFormCollection form, CancellationToken cancellationToken) =>
        keys.IdentifyAsync(request, form["unitKey"], cancellationToken);

    /// <summary>Returns the unit whose key was typed into a form without a page that could report an unknown key.</summary>
    /// <param name="keys">The keys of units.</param>
    /// <param name="request">The HTTP request.</param>
    /// <param name="form">The form.</param>
    /// <param name="cancellationToken">The cancellation token.</param>
    /// <param name="nothingDone">What was not done, as a sentence.</param>
    public static async Task<UnitCaller> HolderAsync(
        this UnitKeys keys, HttpRequest request, IFormCollection form, CancellationToken cancellationToken, string nothingDone = "没有记录任何内容。") =>
        await keys.FindHolderAsync(request, form, cancellationToken) ?? throw new RefusedException(Pages.KeyUnknown(nothingDone));
}
