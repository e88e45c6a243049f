using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Dazhou.Serverless.Records;

/// <summary>Stores blobs in the container <c>documents</c> of Azure Storage or Azurite.</summary>
internal sealed class AzureBlobs(BlobServiceClient service) : IBlobs
{
    private readonly BlobContainerClient _container = service.GetBlobContainerClient("documents");
    private volatile bool _created;

    public async Task WriteAsync(string name, Stream content, string contentType, CancellationToken cancellation)
    {
        if (!_created)
        {
            await _container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            _created = true;
        }

        // An upload becomes visible only when complete, and equal names have equal bytes, so overwriting is harmless.
        await _container.GetBlobClient(name).UploadAsync(
            content,
            new BlobUploadOptions { HttpHeaders = new BlobHttpHeaders { ContentType = contentType } },
            cancellation);
    }

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation) =>
        _container.GetBlobClient(name).OpenReadAsync(cancellationToken: cancellation);

    public async Task DeleteAsync(string prefix, CancellationToken cancellation)
    {
        try
        {
            await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellation))
                await _container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            // Nothing was ever kept.
        }
    }
}
