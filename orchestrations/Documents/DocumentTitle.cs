namespace Dazhou.Serverless.Documents;

/// <summary>
/// Breaks titles (GB/T 9704—2012: 词意完整，排列对称，长短适宜): at the breaks that were written, and where a line is still too long into
/// lines of about one length, after a word that ends something rather than in the middle of one.
/// </summary>
internal static class DocumentTitle
{
    private const string Closes = "的和与及在对、，：）》”〕";
    private const string Opens = "（《“〔";

    // Words of which names of projects are made: a title breaks behind one rather than inside it.
    private static readonly string[] Words =
    [
        "关于", "达州市", "市级", "政府投资", "信息化", "数字经济", "智慧", "综合", "管理", "服务", "监管", "平台", "系统", "工程", "中心", "建设", "升级", "改造", "运维", "数据", "共享",
        "项目", "技术方案", "技术", "审查", "意见", "概算", "立项", "批复", "履约", "验收", "前置", "核准", "复函", "通报", "批评", "整改", "年度", "计划", "调整", "专家", "论证", "纪要",
        "价格", "咨询", "统计", "申报表", "城市", "校园", "政务", "学校", "食堂", "应急", "指挥",
    ];

    /// <summary>The lines of a title.</summary>
    /// <param name="title">The title; <c>\n</c> where it may always break.</param>
    /// <param name="most">The most characters of a line.</param>
    public static IReadOnlyList<string> Lines(string title, int most) => [.. DocumentText.Lines(title).SelectMany(line => Balanced(line.Trim(), most))];

    private static IEnumerable<string> Balanced(string line, int most)
    {
        var width = DocumentText.Width(line);
        var lines = (int)decimal.Ceiling(width / most);
        while (lines > 1)
        {
            var cut = CutNear(line, width / lines, most);
            yield return line[..cut];
            line = line[cut..];
            width = DocumentText.Width(line);
            lines = Math.Max(lines - 1, (int)decimal.Ceiling(width / most));
        }

        yield return line;
    }

    /// <summary>Where to break: as near to a width as a good place is, and at the width itself where none is near.</summary>
    private static int CutNear(string line, decimal ideal, int most)
    {
        var best = (At: 1, Cost: decimal.MaxValue);
        for (var at = 1; at < line.Length; at++)
        {
            var width = DocumentText.Width(line[..at]);
            if (width > most) break;
            if (!MayBreak(line, at)) continue;
            var cost = Math.Abs(width - ideal) + Price(line, at);
            if (cost < best.Cost) best = (at, cost);
        }

        return best.At;
    }

    /// <summary>How bad a place is, in characters off the ideal: best behind 的, good behind a word, bad inside one.</summary>
    private static decimal Price(string line, int at)
    {
        if (Closes.Contains(line[at - 1], StringComparison.Ordinal)) return -3m;
        var price = 0m;
        foreach (var word in Words)
        {
            if (line.AsSpan(0, at).EndsWith(word)) price = Math.Min(price, -2m);
            for (var inside = 1; inside < word.Length; inside++)
            {
                var from = at - inside;
                if (from >= 0 && from + word.Length <= line.Length && line.AsSpan(from, word.Length).SequenceEqual(word)) return 4m;
            }
        }

        return price;
    }

    private static bool MayBreak(string line, int at) =>
        !char.IsLowSurrogate(line[at])
        && !(char.IsAscii(line[at - 1]) && char.IsAscii(line[at]))
        && !Closes.Contains(line[at], StringComparison.Ordinal)
        && !Opens.Contains(line[at - 1], StringComparison.Ordinal);
}
