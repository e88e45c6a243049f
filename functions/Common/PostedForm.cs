using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>What every function that takes a form begins with; a request that is refused ends with <see cref="RefusedException"/>.</summary>
public static class PostedForm
{
    /// <summary>The form that was posted; <paramref name="otherwise"/> says what to post instead of anything else.</summary>
    public static async Task<IFormCollection> FormAsync(this HttpRequest request, CancellationToken cancellationToken, string otherwise = "请用表单提交。") =>
        request.HasFormContentType ? await request.ReadFormAsync(cancellationToken) : throw new RefusedException(Problems.Unreadable(otherwise));

    /// <summary>The unit whose key was typed into the form; null when it is nobody's, which the form's own page says.</summary>
    public static Task<UnitCaller?> FindHolderAsync(this UnitKeys keys, HttpRequest request, IFormCollection form, CancellationToken cancellationToken) =>
        keys.IdentifyAsync(request, form["unitKey"], cancellationToken);

    /// <summary>The same, where a form has no page of its own to say so.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="request">The request.</param>
    /// <param name="form">Its form.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <param name="nothingDone">What was not done, as a sentence.</param>
    public static async Task<UnitCaller> HolderAsync(
        this UnitKeys keys, HttpRequest request, IFormCollection form, CancellationToken cancellationToken, string nothingDone = "没有记录任何内容。") =>
        await keys.FindHolderAsync(request, form, cancellationToken) ?? throw new RefusedException(Pages.KeyUnknown(nothingDone));
}
