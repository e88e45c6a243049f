using Azure.Core;
using Azure.Identity;

namespace Dazhou.Serverless.Records;

/// <summary>The managed identity by which the app reaches Azure services.</summary>
public static class ManagedIdentity
{
    /// <summary>Returns the credential of a user-assigned identity, or of the app's own if no client id is given.</summary>
    public static TokenCredential Of(string? clientId) => new ManagedIdentityCredential(
        string.IsNullOrEmpty(clientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
}
