using Dazhou.Serverless.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Dazhou.Serverless.Functions.Common;

/// <summary>Sends stored documents; browsers may display only safe kinds (PDF and images), and never execute them.</summary>
public static class Downloads
{
    /// <summary>Streams a document under its file name.</summary>
    public static async Task<IResult> SendAsync(IDocumentStore documents, DocumentInfo document, CancellationToken cancellationToken)
    {
        var content = await documents.OpenReadAsync(document, cancellationToken);
        return new Download(content, document);
    }

    /// <summary>Sends a DOCX that was just written, to be saved.</summary>
    public static IResult Send(byte[] content, string fileName) => new Written(content, fileName);

    private sealed class Written(byte[] content, string fileName) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(fileName);
            httpContext.Response.Headers.ContentDisposition = disposition.ToString();
            httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            return Results.Bytes(content, "application/vnd.openxmlformats-officedocument.wordprocessingml.document").ExecuteAsync(httpContext);
        }
    }

    private sealed class Download(Stream content, DocumentInfo document) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var disposition = new ContentDispositionHeaderValue(document.MayShowInline ? "inline" : "attachment");
            disposition.SetHttpFileName(document.FileName);
            httpContext.Response.Headers.ContentDisposition = disposition.ToString();
            // Should a browser render a document, it runs in a sandbox without origin.
            httpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
            return Results.Stream(content, document.ContentType).ExecuteAsync(httpContext);
        }
    }
}
