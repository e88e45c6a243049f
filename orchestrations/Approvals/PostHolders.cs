using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Approvals;

/// <summary>Who acts for a post on a day.</summary>
internal static class PostHolders
{
    /// <summary>The person's id. A vacant post is an error that the calling activity meets again until the directory is filled.</summary>
    public static async Task<string> FindAsync(IDirectory directory, ApproverPost post, DateOnly on, CancellationToken cancellation)
    {
        var incumbent = post.Post is null
            ? await directory.FindSupervisorAsync(post.Unit, on, cancellation)
            : await directory.FindByPostAsync(post.Unit, post.Post, on, cancellation);
        return incumbent?.Person.Id
            ?? throw new InvalidOperationException($"Nobody holds {post.Post ?? "the supervision"} of unit {post.Unit}; fill the directory, this is tried again.");
    }
}
