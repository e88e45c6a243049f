namespace Dazhou.Serverless.Records;

/// <summary>Rows that only point: what is true, the row to which they lead says.</summary>
internal static class Pointers
{
    private const int ReadAtOnce = 16;

    /// <summary>
    /// Follows pointers in their order, some at once, until enough of them lead to something. Answers what was found, in that order,
    /// and how many were followed.
    /// </summary>
    /// <param name="pointers">the pointers</param>
    /// <param name="most">how much is wanted, above zero</param>
    /// <param name="find">what a pointer leads to; null if to nothing any more</param>
    public static async Task<(List<T> Found, int Followed)> FollowAsync<TPointer, T>(
        this IReadOnlyList<TPointer> pointers, int most, Func<TPointer, Task<T?>> find)
        where T : class
    {
        var (found, followed) = (new List<T>(), 0);
        while (followed < pointers.Count && found.Count < most)
        {
            var some = pointers.Skip(followed).Take(Math.Min(ReadAtOnce, most - found.Count)).ToList();
            found.AddRange((await Task.WhenAll(some.Select(find))).OfType<T>());
            followed += some.Count;
        }

        return (found, followed);
    }
}
