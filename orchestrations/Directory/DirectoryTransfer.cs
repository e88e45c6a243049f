using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Directory;

/// <summary>
/// Takes the directory out and in as sheets. What is imported is added or replaced by its id, nothing is removed. All
/// of it is checked before any of it is written; after a crash in between, the same import again completes it.
/// </summary>
public sealed class DirectoryTransfer(DirectoryRecords directory, IAuditTrail audit, IEnumerable<DirectoryRole> roles, TimeProvider time)
{
    /// <summary>The subject whose audit trail holds the imports.</summary>
    public const string Subject = "directory";

    /// <summary>The directory as sheets; <paramref name="progress"/> is told how many units and people are read, and of how many.</summary>
    public async Task<IReadOnlyDictionary<string, Sheet>> ExportAsync(CancellationToken cancellation = default, Func<int, int, Task>? progress = null) =>
        DirectorySheets.Write(await directory.ReadAllAsync(cancellation, progress));

    /// <summary>
    /// Imports sheets; answers what was written, or with faults that nothing was. <paramref name="progress"/> is told after each row
    /// how many are written, and of how many.
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

/// <summary>What an import did.</summary>
/// <param name="Faults">Why nothing was written; empty if it was.</param>
/// <param name="Units">Units written.</param>
/// <param name="People">People written.</param>
/// <param name="Substitutes">Substitutes written.</param>
public sealed record DirectoryImport(IReadOnlyList<SheetFault> Faults, int Units, int People, int Substitutes);
