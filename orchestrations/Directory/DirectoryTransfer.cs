using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>
/// Exports and imports the directory as sheets. Imported rows are added or replaced by id; nothing is deleted. Everything is checked before
/// anything is written; after a crash, the same import completes the work.
/// </summary>
public sealed class DirectoryTransfer(DirectoryRecords directory, IAuditTrail audit, IEnumerable<DirectoryRole> roles, TimeProvider time)
{
    /// <summary>The subject whose audit trail records the imports.</summary>
    public const string Subject = "directory";

    /// <summary>Returns the directory as sheets; <paramref name="progress"/> gets the number of units and people read, and the total.</summary>
    public async Task<IReadOnlyDictionary<string, Sheet>> ExportAsync(CancellationToken cancellation = default, Func<int, int, Task>? progress = null) =>
        DirectorySheets.Write(await directory.ReadAllAsync(cancellation, progress));

    /// <summary>
    /// Imports sheets. Returns what was written, or the faults, with which nothing was. <paramref name="progress"/> gets, after each row,
    /// the number of rows written and the total.
    /// </summary>
    public async Task<DirectoryImport> ImportAsync(
        IReadOnlyDictionary<string, Sheet> sheets, string by, CancellationToken cancellation = default, Func<int, int, Task>? progress = null)
    {
        var faults = new List<SheetFault>();
        var content = DirectorySheets.Read(sheets, await directory.ReadAllAsync(cancellation), [.. roles], faults);
        if (faults.Count > 0)
            return new(faults, 0, 0, 0);
        var (written, total) = (0, content.Units.Count + content.People.Count + content.Substitutes.Count);
        foreach (var unit in content.Units)
            await WrittenAsync(directory.SaveUnitAsync(unit, cancellation));
        foreach (var person in content.People)
            await WrittenAsync(directory.SavePersonAsync(person, cancellation));
        foreach (var substitute in content.Substitutes)
            await WrittenAsync(directory.SaveSubstituteAsync(substitute, cancellation));

        var now = time.GetChinaNow();
        await audit.AppendAsync(
            new AuditEntry
            {
                Subject = Subject,
                Key = $"import|{now.UtcTicks}",
                At = now,
                Actor = by,
                Action = "导入通讯录",
                Detail = $"单位{content.Units.Count}个，人员{content.People.Count}人，替岗{content.Substitutes.Count}条",
            },
            cancellation);
        return new([], content.Units.Count, content.People.Count, content.Substitutes.Count);

        async Task WrittenAsync(Task save)
        {
            await save;
            written++;
            if (progress is not null) await progress(written, total);
        }
    }
}

/// <summary>The result of an import.</summary>
/// <param name="Faults">The faults because of which nothing was written; empty if it was.</param>
/// <param name="Units">The number of units written.</param>
/// <param name="People">The number of people written.</param>
/// <param name="Substitutes">The number of substitutions written.</param>
public sealed record DirectoryImport(IReadOnlyList<SheetFault> Faults, int Units, int People, int Substitutes);
