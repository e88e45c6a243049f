using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>A register as a reader sees it.</summary>
/// <param name="Register">The register.</param>
/// <param name="Entries">The entries that the reader may see.</param>
/// <param name="ReadsAll">Whether that is all of them.</param>
/// <param name="Now">When it was read, at +08:00.</param>
public sealed record ContactView(ContactRegisterRow Register, IReadOnlyList<ContactEntry> Entries, bool ReadsAll, DateTimeOffset Now);

/// <summary>
/// Where API and pages read registers of contact persons and ask again. Names and numbers are for the coordinating office and, each its own, for the
/// units; for anybody else the register does not exist.
/// </summary>
public sealed class ContactDesk(ContactRegisters registers, TimeProvider time)
{
    /// <summary>The registers that a reader may see.</summary>
    public async Task<IReadOnlyList<ContactRegisterRow>> ListAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await registers.ListAsync(cancellationToken)).Where(register => MayRead(register, reader))];

    /// <summary>A register; null if the reader may not see it, or there is none.</summary>
    public async Task<ContactView?> ReadAsync(string id, SubjectReader reader, CancellationToken cancellationToken)
    {
        if (await registers.FindAsync(id, cancellationToken) is not { } register || !MayRead(register, reader))
            return null;
        var readsAll = ReadsAll(register, reader);
        return new(register, await registers.EntriesAsync(register, readsAll ? null : reader.Unit, cancellationToken), readsAll, time.GetChinaNow());
    }

    /// <summary>Asks a unit again; false while it is still asked, null if the reader may not, or there is no such unit in it.</summary>
    public async Task<bool?> AskAgainAsync(DurableTaskClient client, string id, string unit, SubjectReader reader, CancellationToken cancellationToken) =>
        await registers.FindAsync(id, cancellationToken) is { } register && register.Units.Contains(unit, StringComparer.Ordinal)
        && (ReadsAll(register, reader) || reader.Unit == unit)
            ? await registers.AskAgainAsync(client, register, unit, reader, cancellationToken)
            : null;

    private static bool ReadsAll(ContactRegisterRow register, SubjectReader reader) => reader.Unit is null || reader.Unit == register.Office;

    private static bool MayRead(ContactRegisterRow register, SubjectReader reader) =>
        ReadsAll(register, reader) || register.Units.Contains(reader.Unit!, StringComparer.Ordinal);
}
