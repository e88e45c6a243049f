using Dazhou.Serverless.Directory;

namespace Dazhou.Serverless.Approvals;

/// <summary>Looks up who acts for a post on a day.</summary>
internal static class PostHolders
{
    /// <summary>Returns the id of the person.</summary>
    public static async Task<string> FindAsync(IDirectory directory, ApproverPost post, DateOnly on, CancellationToken cancellation) =>
        (await FindIncumbentAsync(directory, post, on, cancellation)).Person.Id;

    /// <summary>Returns the person. Throws if the post is vacant; the calling activity is retried until the directory is filled.</summary>
    public static async Task<Incumbent> FindIncumbentAsync(IDirectory directory, ApproverPost post, DateOnly on, CancellationToken cancellation)
    {
        var incumbent = post.Post is null
            ? await directory.FindSupervisorAsync(post.Unit, on, cancellation)
            : await directory.FindByPostAsync(post.Unit, post.Post, on, cancellation);
        return incumbent
            ?? throw new InvalidOperationException($"Nobody holds {post.Post ?? "the supervision"} of unit {post.Unit}; fill the directory, this is tried again.");
    }

    /// <summary>Returns the display name; for a substitute it also names the absent person.</summary>
    public static string NameOf(Incumbent incumbent) =>
        incumbent.InsteadOf is null ? incumbent.Person.Name : $"{incumbent.Person.Name}（代{incumbent.InsteadOf.Name}）";
}
