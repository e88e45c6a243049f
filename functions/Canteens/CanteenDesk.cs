using Dazhou.Serverless.Canteens;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Subjects;
using Microsoft.DurableTask.Client;

namespace Dazhou.Serverless.Functions.Canteens;

/// <summary>
/// Registers canteens, takes entries and traces, for API and pages. A canteen exists for its school, its county, 市教育局 and 市市场监管局; a
/// supplier writes its own purchases and deliveries and reads nothing.
/// </summary>
public sealed class CanteenDesk(CanteenBook book, MovementBook movements, Recalls recalls, IDirectory directory)
{
    /// <summary>Returns the canteens that a reader may see, by county and id.</summary>
    public async Task<IReadOnlyList<CanteenRow>> ListAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await book.ListAsync(cancellationToken)).Where(canteen => MayRead(canteen, reader)).OrderBy(canteen => canteen.County, StringComparer.Ordinal).ThenBy(canteen => canteen.Id, StringComparer.Ordinal)];

    /// <summary>Returns a canteen; null if there is none or the reader may not see it.</summary>
    public async Task<CanteenRow?> FindAsync(string id, SubjectReader reader, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } canteen && MayRead(canteen, reader) ? canteen : null;

    /// <summary>Returns a canteen for which a sender may write something: its keeper or a registered supplier.</summary>
    public async Task<CanteenRow?> FindToWriteAsync(string id, SubjectReader sender, CancellationToken cancellationToken) =>
        await book.FindAsync(id, cancellationToken) is { } canteen
        && (MayRead(canteen, sender) || (await book.SuppliersAsync(cancellationToken)).Any(supplier => supplier.Id == sender.Unit))
            ? canteen
            : null;

    /// <summary>Returns whether a reader keeps the register of a county's canteens.</summary>
    public static bool KeepsCanteens(string county, SubjectReader reader) => reader.Unit is null || reader.Unit == county || reader.Unit == CanteensPolicy.LeadingBureau;

    /// <summary>Returns whether a reader keeps the register of suppliers: 市市场监管局, 市教育局 and each county.</summary>
    public async Task<bool> KeepsSuppliersAsync(SubjectReader reader, CancellationToken cancellationToken) =>
        reader.Unit is null or CanteensPolicy.SupplyBureau or CanteensPolicy.LeadingBureau
        || await directory.FindUnitAsync(reader.Unit, cancellationToken) is { Kind: UnitKind.County or UnitKind.Park };

    /// <summary>Returns the units that may recall a batch: 市市场监管局 and 市教育局; operators act for the former.</summary>
    public static bool MayRecall(SubjectReader reader) => reader.Unit is null or CanteensPolicy.SupplyBureau or CanteensPolicy.LeadingBureau;

    /// <summary>Appends entries to a canteen's chain.</summary>
    public Task<IReadOnlyList<MovementResult>> AppendAsync(CanteenRow canteen, IReadOnlyList<Movement> entries, SubjectReader sender, CancellationToken cancellationToken) =>
        movements.AppendAsync(canteen, entries, sender.Unit ?? canteen.Keeper, ByOf(sender), entry => RefusalOf(canteen, entry, sender), cancellationToken);

    /// <summary>Returns the canteens that a batch reached and that a reader may see.</summary>
    public async Task<IReadOnlyList<Reached>> ReachOfAsync(string batch, SubjectReader reader, CancellationToken cancellationToken) =>
        [.. (await recalls.ReachOfAsync(batch, cancellationToken)).Where(reached => MayRead(reached.Canteen, reader))];

    /// <summary>Recalls a batch.</summary>
    public Task<RecallRow> RecallAsync(DurableTaskClient client, string batch, string reason, SubjectReader reader, CancellationToken cancellationToken) =>
        recalls.RecallAsync(client, batch, reason, reader.Unit ?? CanteensPolicy.SupplyBureau, ByOf(reader), cancellationToken);

    /// <summary>Returns who acts, for the record.</summary>
    public static string ByOf(SubjectReader reader) => reader.Person ?? reader.Unit ?? PersonRow.Operator;

    private static bool MayRead(CanteenRow canteen, SubjectReader reader) =>
        reader.Unit is null or CanteensPolicy.LeadingBureau or CanteensPolicy.SupplyBureau || reader.Unit == canteen.County || reader.Unit == canteen.SchoolUnit;

    private static RuleFailure? RefusalOf(CanteenRow canteen, Movement entry, SubjectReader sender)
    {
        if (sender.Unit is null || sender.Unit == canteen.Keeper) return null;
        if (entry.Type is MovementType.Purchase or MovementType.Delivery && (entry.Supplier == sender.Unit || entry.Carrier == sender.Unit)) return null;
        return new(
            "canteen-writer", CanteensPolicy.Sources, "type", "食堂的记录由学校报送（学校未列入通讯录的，由县（市、区）报送）；供应商和配送企业只报送自己的采购和配送");
    }
}
