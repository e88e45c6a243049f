using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>A register as shown to a reader.</summary>
/// <param name="Register">The register.</param>
/// <param name="Entries">The entries that the reader may see.</param>
/// <param name="ReadsAll">Whether these are all entries.</param>
/// <param name="Now">When it was read, at +08:00.</param>
public sealed record ContactView(ContactRegisterRow Register, IReadOnlyList<ContactEntry> Entries, bool ReadsAll, DateTimeOffset Now);

/// <summary>
/// Reads registers of contact persons for API and pages, and asks units again. The coordinating office sees names and
/// numbers of all units, a unit its own; for anybody else the register does not exist.
/// </summary>
public sealed class ContactDesk(ContactRegisters registers, TimeProvider time)
{
    /// <summary>Returns the registers that a reader may see.</summary>
    public async Task<IReadOnlyList<ContactRegisterRow>> ListAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await registers.ListAsync(cancellationToken)).Where(register => MayRead(register, reader))];

    /// <summary>Returns a register; null if there is none or the reader may not see it.</summary>
    public async Task<ContactView?> ReadAsync(string id, SubjectReader reader, CancellationToken cancellationToken)
    {
        if (await registers.FindAsync(id, cancellationToken) is not { } register || !MayRead(register, reader))
            return null;
        var readsAll = ReadsAll(register, reader);
        return new(register, await registers.EntriesAsync(register, readsAll ? null : reader.Unit, cancellationToken), readsAll, time.GetChinaNow());
    }

    /// <summary>Asks a unit again. Returns false while it is still being asked, null if the reader may not or the register does not contain the unit.</summary>
    public async Task<bool?> AskAgainAsync(DurableTaskClient client, string id, string unit, SubjectReader reader, CancellationToken cancellationToken) =>
        await registers.FindAsync(id, cancellationToken) is { } register && register.Units.Contains(unit, StringComparer.Ordinal)
        && (ReadsAll(register, reader) || reader.Unit == unit)
            ? await registers.AskAgainAsync(client, register, unit, reader, cancellationToken)
            : null;

    private static bool ReadsAll(ContactRegisterRow register, SubjectReader reader) => reader.Unit is null || reader.Unit == register.Office;

    private static bool MayRead(ContactRegisterRow register, SubjectReader reader) =>
        ReadsAll(register, reader) || register.Units.Contains(reader.Unit!, StringComparer.Ordinal);
}
