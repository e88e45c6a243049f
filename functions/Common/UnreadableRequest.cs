using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>
/// A request that failed because of its content. The server's own messages are English, and some of its exceptions do not show that the
/// sender is at fault.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">What to do.</param>
internal sealed record UnreadableRequest(int Status, string Title, string Detail)
{
    private static readonly UnreadableRequest TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "内容过大", "提交的内容超过上限，没有受理。单个文件不超过50 MB，请压缩或者分次提交。");

    private static readonly UnreadableRequest Broken = new(
        StatusCodes.Status400BadRequest, "请求无法读取", "提交的内容不完整或者格式不正确，没有受理。请重新填写提交。");

    /// <summary>Returns what a failure says about the request; null if the failure is ours.</summary>
    public static UnreadableRequest? Of(Exception failure) => failure switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge,
        BadHttpRequestException bad => Broken with { Status = bad.StatusCode },
        RowTooLargeException => new(StatusCodes.Status413PayloadTooLarge, "内容过长", "填写的文字过长，没有受理。较长的内容请放在文件中上传。"),
        // Exceptions of ASP.NET Core while reading a form; those from other files and streams are ours.
        InvalidDataException or IOException when failure.Source?.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) == true =>
            failure.Message.Contains("limit", StringComparison.OrdinalIgnoreCase) ? TooLarge : Broken,
        _ => null,
    };
}
