using System.Text.RegularExpressions;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Canteens;

/// <summary>Registers canteens and suppliers, and reads them (达市府办发〔2023〕11号三（一）).</summary>
public sealed partial class CanteenBook(ITableStore tables, IDirectory directory, IAuditTrail audit, TimeProvider time)
{
    /// <summary>The ways in which a canteen is run.</summary>
    public static IReadOnlyList<string> Operations { get; } = ["自营", "委托经营"];

    private const int MostPeople = 50_000;
    private const int LongestName = 60;

    /// <summary>Returns a canteen; null if there is none.</summary>
    public async Task<CanteenRow?> FindAsync(string id, CancellationToken cancellation = default) =>
        (await tables.FindAsync<CanteenRow>(CanteenRow.Partition, id, cancellation))?.Value;

    /// <summary>Returns all canteens, by id.</summary>
    public async Task<IReadOnlyList<CanteenRow>> ListAsync(CancellationToken cancellation = default) =>
        await tables.ListAsync<CanteenRow>(CanteenRow.Partition, cancellation);

    /// <summary>Returns all suppliers and carriers, by id.</summary>
    public async Task<IReadOnlyList<SupplierRow>> SuppliersAsync(CancellationToken cancellation = default) =>
        await tables.ListAsync<SupplierRow>(SupplierRow.Partition, cancellation);

    /// <summary>Returns what is wrong with a canteen's entry in the register.</summary>
    public async Task<IReadOnlyList<RuleFailure>> CheckAsync(CanteenRow canteen, CancellationToken cancellation = default)
    {
        var failures = new List<RuleFailure>();
        Require(IsId(canteen.Id), "id", "编号为小写字母、数字和连字符，不超过60个字符");
        Require(IsName(canteen.Name), "name", $"食堂名称须填写，不超过{LongestName}个字");
        Require(IsName(canteen.School), "school", $"学校名称须填写，不超过{LongestName}个字");
        Require(await directory.FindUnitAsync(canteen.County, cancellation) is { Kind: UnitKind.County or UnitKind.Park } county && county.Id == canteen.County, "county", "县（市、区）或者园区须用通讯录中的编号");
        Require(canteen.SchoolUnit is null || (await directory.FindUnitAsync(canteen.SchoolUnit, cancellation))?.Id == canteen.SchoolUnit, "schoolUnit", $"通讯录没有编号为{canteen.SchoolUnit}的单位");
        Require(canteen.Pupils is >= 0 and <= MostPeople, "pupils", $"学生人数为0至{MostPeople}");
        Require(canteen.Diners is > 0 and <= MostPeople, "diners", $"就餐人数为1至{MostPeople}");
        Require(Operations.Contains(canteen.Operation), "operation", $"经营方式为{string.Join('、', Operations)}");
        Require(canteen.Connected is null || canteen.Connected <= time.GetChinaToday(), "connected", "接入日期不能晚于今天");
        return failures;

        void Require(bool right, string field, string otherwise)
        {
            if (!right) failures.Add(new("canteen", CanteensPolicy.Sources, field, otherwise));
        }
    }

    /// <summary>Returns what is wrong with a supplier's entry in the register.</summary>
    public async Task<IReadOnlyList<RuleFailure>> CheckAsync(SupplierRow supplier, CancellationToken cancellation = default)
    {
        var failures = new List<RuleFailure>();
        var unit = string.IsNullOrWhiteSpace(supplier.Id) ? null : await directory.FindUnitAsync(supplier.Id, cancellation);
        Require(unit is { Kind: UnitKind.Enterprise or UnitKind.StateOwnedEnterprise } && unit.Id == supplier.Id, "id", "供应商须先列入通讯录（企业），用其编号登记：其单位密钥用于报送采购和配送");
        Require(IsName(supplier.Name), "name", $"名称须填写，不超过{LongestName}个字");
        Require(IsName(supplier.Licence), "licence", $"食品经营许可证编号须填写，不超过{LongestName}个字");
        return failures;

        void Require(bool right, string field, string otherwise)
        {
            if (!right) failures.Add(new("canteen-supplier", CanteensPolicy.Sources, field, otherwise));
        }
    }

    /// <summary>Enters a checked canteen; with <paramref name="replace"/> in place of the one with its id. False if that is needed and there is another.</summary>
    public Task<bool> KeepAsync(CanteenRow canteen, bool replace, string by, CancellationToken cancellation = default) =>
        KeepAsync(canteen, replace, SubjectOf(canteen.Id), by, "登记学校食堂", canteen.Title, cancellation);

    /// <summary>Enters a checked supplier; with <paramref name="replace"/> in place of the one with its id. False if that is needed and there is another.</summary>
    public Task<bool> KeepAsync(SupplierRow supplier, bool replace, string by, CancellationToken cancellation = default) =>
        KeepAsync(supplier, replace, $"supplier.{supplier.Id}", by, "登记供应商", $"{supplier.Name}，许可证有效期至{ChinaTime.Text(supplier.LicenceUntil)}", cancellation);

    /// <summary>Returns the subject whose trail holds the changes of a canteen.</summary>
    public static string SubjectOf(string canteen) => $"canteen.{canteen}";

    private async Task<bool> KeepAsync<T>(T row, bool replace, string subject, string by, string action, string detail, CancellationToken cancellation)
        where T : class, IRow, IEquatable<T>
    {
        while (true)
        {
            var seen = await tables.FindAsync<T>(row.PartitionKey, row.RowKey, cancellation);
            if (seen is not null && seen.Value.Equals(row)) return true;
            if (seen is not null && !replace) return false;
            // Noted first: after a crash, the same request completes it.
            var now = time.GetChinaNow();
            await audit.AppendAsync(
                new AuditEntry { Subject = subject, Key = $"kept|{now.UtcTicks}", At = now, Actor = by, Action = action, Detail = detail, Article = CanteensPolicy.Document + CanteensPolicy.Sources }, cancellation);
            if (seen is null ? await tables.TryInsertAsync(row, cancellation) : await tables.TryReplaceAsync(seen, row, cancellation)) return true;
        }
    }

    private static bool IsId(string? text) => text is not null && Id().IsMatch(text);

    private static bool IsName(string? text) => text is { Length: <= LongestName } && !string.IsNullOrWhiteSpace(text) && FieldText.IsLine(text);

    [GeneratedRegex("^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Id();
}
