namespace Dazhou.Serverless.Records;

/// <summary>Argument checks that both stores share.</summary>
internal static class RowRules
{
    public static void TableName(string name)
    {
        if (name.Length is < 3 or > 63 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{name}' is no table name: 3 to 63 letters and digits, a letter first.", nameof(name));
    }

    public static void SameKeys(IRow seen, IRow next)
    {
        if (seen.PartitionKey != next.PartitionKey || seen.RowKey != next.RowKey)
            throw new ArgumentException("A row is replaced under its own keys; a row with other keys is another row.", nameof(next));
    }

    /// <summary>Azure returns at most 1,000 rows at once.</summary>
    public static void PageSize(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1_000);
    }
}
