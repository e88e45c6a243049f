namespace Dazhou.Serverless.Records;

/// <summary>Follows index rows to the rows that count.</summary>
internal static class Pointers
{
    private const int ReadAtOnce = 16;

    /// <summary>
    /// Follows pointers in order, several at a time, until enough of them lead to a result. Returns the results in that order, and how many
    /// pointers were followed.
    /// </summary>
    /// <param name="pointers">the pointers</param>
    /// <param name="most">the number of results wanted, above zero</param>
    /// <param name="find">returns the target of a pointer; null if there is none any more</param>
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
