using System.Text.RegularExpressions;
using Dazhou.Serverless.Input;

namespace Dazhou.Serverless.Canteens;

/// <summary>Rules of entries (达市府办发〔2023〕11号三（一）: 来源可查、质量可鉴、数量可点、去向可追、责任可究). Pure.</summary>
public static partial class MovementRules
{
    /// <summary>The largest quantity of an entry.</summary>
    public const decimal MostQuantity = 1_000_000;

    private const int LongestText = 60;
    private const int MostResponsible = 5;

    /// <summary>The meals.</summary>
    public static IReadOnlyList<string> Meals { get; } = ["早", "中", "晚"];

    /// <summary>Returns whether a text can be the number of a batch.</summary>
    public static bool IsBatch(string? text) => text is not null && BatchNumber().IsMatch(text);

    /// <summary>Returns what is wrong with an entry; for a correction, with the entry that it corrects as it would stand.</summary>
    /// <param name="sent">the entry</param>
    /// <param name="corrected">the entry that it corrects, as it stands; null for other kinds</param>
    /// <param name="now">the server's time</param>
    public static IReadOnlyList<RuleFailure> Check(Movement sent, Movement? corrected, DateTimeOffset now)
    {
        var failures = new List<RuleFailure>();
        Require(SenderId().IsMatch(sent.Id), "id", "编号为1至60个字母、数字、点、下划线、连字符");
        if (sent.Type == MovementType.Correction)
        {
            Require(sent.Corrects is not null, "corrects", "更正须写明所更正记录的编号");
            Require(sent.Reason is { Length: > 0 and <= 200 } && FieldText.IsText(sent.Reason), "reason", "更正须写明理由，不超过200个字");
            if (sent.Corrects is null) return failures;
            Require(corrected is not null, "corrects", $"本食堂没有编号为{sent.Corrects}的记录；更正的更正，请仍写原记录的编号");
            if (corrected is null) return failures;
        }
        else
        {
            Require(sent.Corrects is null, "corrects", "只有更正才写所更正记录的编号");
        }

        CheckContent(corrected?.With(sent) ?? sent, isCorrection: corrected is not null);
        return failures;

        void CheckContent(Movement entry, bool isCorrection)
        {
            Require(IsBatch(entry.Batch), "batch", "批次为1至60个汉字、字母、数字、点、下划线、连字符");
            Require(IsName(entry.Item), "item", $"{(entry.Type == MovementType.Dish ? "菜品" : "品名")}须填写，不超过{LongestText}个字，不含竖线");
            Require(entry.Quantity is { } quantity && (isCorrection ? quantity >= 0 : quantity > 0) && quantity <= MostQuantity && decimal.Round(quantity, 3) == quantity, "quantity", "数量应大于0（更正可以为0，表示作废），不超过100万，最多三位小数");
            Require(IsName(entry.Unit), "unit", "须填写计量单位，例如公斤");
            Require(entry.Price is null or (>= 0 and <= MostQuantity), "price", "单价为元，不小于0");
            Require(entry.Type != MovementType.Purchase || entry.Price is not null, "price", "采购须填写单价（元）");
            Require(entry.At is { } at && at <= now + CanteensPolicy.ClockTolerance, "at", "须填写时间，不能晚于现在");
            Require(entry.By is { Count: >= 1 and <= MostResponsible } by && by.All(IsName) && by.Distinct(StringComparer.Ordinal).Count() == by.Count, "by", "须填写1至5个责任岗位，不能重复");
            Require(entry.Type != MovementType.Receipt || entry.By is { Count: >= 2 }, "by", "验收须由两人办理");
            Require(entry.Type is not (MovementType.Purchase or MovementType.Delivery) || entry.Supplier is { Length: > 0 }, "supplier", "采购、配送须填写供应商");
            Require(entry.Origin is null || IsName(entry.Origin), "origin", $"产地或者生产者不超过{LongestText}个字");
            Require(entry.Certificate is null || IsName(entry.Certificate), "certificate", $"合格证明不超过{LongestText}个字");
            Require(entry.Produced is null || entry.Expires is null || entry.Produced <= entry.Expires, "expires", "保质期截止日早于生产日期");
            Require(entry.Meal is null || (entry.Type == MovementType.Dish && Meals.Contains(entry.Meal)), "meal", "餐次只用于制作，为早、中、晚之一");
        }

        void Require(bool right, string field, string otherwise)
        {
            if (!right) failures.Add(new("canteen-movement", field is "quantity" or "price" ? CanteensPolicy.Operation : CanteensPolicy.Sources, field, otherwise));
        }
    }

    private static bool IsName(string? text) => text is { Length: <= LongestText } && !string.IsNullOrWhiteSpace(text) && FieldText.IsLine(text) && !text.Contains('|', StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,60}$")]
    private static partial Regex SenderId();

    [GeneratedRegex(@"^[\p{IsCJKUnifiedIdeographs}A-Za-z0-9._-]{1,60}$")]
    private static partial Regex BatchNumber();
}
