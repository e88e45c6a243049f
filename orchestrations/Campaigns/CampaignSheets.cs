using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Campaigns;

/// <summary>What stands above and below an attachment.</summary>
/// <param name="Unit">填报单位</param>
/// <param name="Person">填报人: a post</param>
/// <param name="On">填报时间</param>
/// <param name="Contacts">联系人, from the directory</param>
public sealed record SheetHead(string Unit, string Person, DateOnly On, IReadOnlyList<string> Contacts);

/// <summary>附件1 and 附件2 as XLSX, laid out as printed: merged heads, units, contacts and notes.</summary>
public static class CampaignSheets
{
    private const int FirstLine = 5;

    private static readonly string[] NotesOne =
    [
        "1. 落地项目：在统计期间内由发改部门备案/核准，或者取得市场监管部门营业执照的投资项目；合同金额为签约合同中的投资金额，备案金额为备案表中的项目总投资额（没有备案表的空缺）。",
        "2. 开工项目：在统计期间内取得住建部门施工许可证，或者已经购买、租赁厂房的项目；合同金额、备案金额同上。",
        "3. 新签约项目、新增实际投资、制造业FDI投资总额按照“百日攻坚”行动（第二季）要求填报。",
    ];

    private static readonly string[] NotesTwo =
    [
        "1. “三类500强”企业：以《财富》、中国企业联合会和中国企业家协会、全国工商联发布的榜单为依据，当年或者上一年度在榜；投资方必须为母公司或者一级子公司，注册地须为省外。",
        "2. 国家级制造业单项冠军企业：以工业和信息化部、中国工业经济联合会发布的有效期内的名单为依据。",
        "3. 国家级专精特新“小巨人”企业：以工业和信息化部发布的有效期内的名单为依据。",
        "4. “链主型”企业：由各县（市、区）上报，市经信局组织相关科（室）和专家评审。",
        "5. “总部型”企业：在四川注册、具有独立法人资格、实行统一核算、在四川汇总纳税；由各县（市、区）上报，市经信局组织评审。",
        "6. “填空白、补短板、国产自主”项目：由各县（市、区）上报，市经信局组织相关科（室）和专家评审。",
    ];

    /// <summary>附件1: a sheet for each line, the eleven columns in three heads.</summary>
    /// <param name="season">the campaign's name</param>
    /// <param name="span">本周, 累计 or which days</param>
    /// <param name="lines">the sheets: head and figures</param>
    public static byte[] WriteOne(string season, string span, IReadOnlyList<(SheetHead Head, CampaignFigures Figures)> lines) =>
        PrintedSheets.Write([.. lines.Select(line => One(season, span, line.Head, line.Figures))]);

    /// <summary>附件2: one sheet, eighteen columns, the twelve categories under one head.</summary>
    public static byte[] WriteTwo(string season, SheetHead head, IReadOnlyList<(string Unit, CampaignProjectRow Project)> lines) => PrintedSheets.Write([Two(season, head, lines)]);

    private static PrintedSheet One(string season, string span, SheetHead head, CampaignFigures figures)
    {
        const int last = 11;
        var cells = new List<PrintedCell>(Top($"全市{Short(season)}基本情况统计表（{span}）", head, last));
        cells.AddRange([Wide(FirstLine, 1, 2, "新签约项目"), Wide(FirstLine, 3, 5, "落地项目"), Wide(FirstLine, 6, 8, "开工项目")]);
        string[] tall = ["新增实际投资（亿元）", "制造业FDI投资总额（亿元）", "简报信息报送数（条）"];
        cells.AddRange(tall.Select((text, i) => new PrintedCell(FirstLine, 9 + i, text, PrintedStyle.Head) { LastRow = FirstLine + 1 }));
        string[] heads = ["数量（个）", "合同金额（亿元）", "数量（个）", "合同金额（亿元）", "备案金额（亿元）", "数量（个）", "合同金额（亿元）", "备案金额（亿元）"];
        cells.AddRange(heads.Select((text, i) => new PrintedCell(FirstLine + 1, i + 1, text, PrintedStyle.Head)));
        cells.AddRange(Enum.GetValues<CampaignFigure>().Select((figure, i) => new PrintedCell(FirstLine + 2, i + 1, null, PrintedStyle.Number)
        {
            Value = CampaignFigureRules.IsAmount(figure) ? figures.Of(figure) / 10_000m : figures.Of(figure),
        }));
        var heights = new Dictionary<int, double> { [1] = 18, [2] = 30, [FirstLine] = 24, [FirstLine + 1] = 42, [FirstLine + 2] = 30 };
        cells.AddRange(Bottom(FirstLine + 3, last, head, NotesOne, heights));
        return new(head.Unit, [.. Enumerable.Repeat(13d, last)], cells) { Heights = heights };
    }

    private static PrintedSheet Two(string season, SheetHead head, IReadOnlyList<(string Unit, CampaignProjectRow Project)> lines)
    {
        const int last = 18;
        var cells = new List<PrintedCell>(Top($"全市{Short(season)}落地重点企业情况统计表", head, last));
        string[] heads = ["序号", "县（市、区）", "落地项目/企业名称", "项目/企业简介（200字以内）", "备案金额（亿元）"];
        cells.AddRange(heads.Select((text, i) => new PrintedCell(FirstLine, i + 1, text, PrintedStyle.Head) { LastRow = FirstLine + 1 }));
        cells.Add(Wide(FirstLine, 6, 17, "落地项目/企业所属类别（在对应的类别下打√，可以不选或者多选）"));
        cells.Add(new(FirstLine, last, "备注", PrintedStyle.Head) { LastRow = FirstLine + 1 });
        cells.AddRange(Enum.GetValues<CategoryCode>().Select((code, i) => new PrintedCell(FirstLine + 1, 6 + i, code.Chinese(), PrintedStyle.Head)));
        var heights = new Dictionary<int, double> { [1] = 18, [2] = 30, [FirstLine] = 24, [FirstLine + 1] = 66 };
        foreach (var ((unit, project), i) in lines.Select((line, i) => (line, i)))
        {
            var row = FirstLine + 2 + i;
            cells.Add(new(row, 1, null, PrintedStyle.Number) { Value = i + 1 });
            cells.AddRange([new(row, 2, unit, PrintedStyle.Cell), new(row, 3, project.Name, PrintedStyle.Cell), new(row, 4, project.Introduction, PrintedStyle.Cell)]);
            cells.Add(new(row, 5, null, PrintedStyle.Number) { Value = project.FilingAmount / 10_000m });
            cells.AddRange(Enum.GetValues<CategoryCode>().Select((code, j) =>
                new PrintedCell(row, 6 + j, project.Categories.Any(claim => claim.Code == code && CategoryRules.Counts(claim)) ? "√" : null, PrintedStyle.Head)));
            cells.Add(new(row, last, project.Remark, PrintedStyle.Cell));
            heights[row] = 15 * Math.Max(2, Math.Ceiling((project.Introduction?.Length ?? 0) / 18d));
        }

        cells.AddRange(Bottom(FirstLine + 2 + lines.Count, last, head, NotesTwo, heights));
        return new("落地重点企业", [6, 12, 22, 40, 10, .. Enumerable.Repeat(9d, 12), 12], cells) { Heights = heights };
    }

    private static IEnumerable<PrintedCell> Top(string title, SheetHead head, int last) =>
    [
        new(1, 1, title.Contains("重点企业", StringComparison.Ordinal) ? "附件2" : "附件1", PrintedStyle.Text) { LastColumn = last },
        new(2, 1, title, PrintedStyle.Title) { LastColumn = last },
        new(3, 1, $"填报单位：{head.Unit}", PrintedStyle.Text) { LastColumn = 4 },
        new(3, 5, $"填报人：{head.Person}", PrintedStyle.Text) { LastColumn = 8 },
        new(3, 9, $"填报时间：{ChinaTime.Text(head.On)}", PrintedStyle.Text) { LastColumn = last },
    ];

    private static IEnumerable<PrintedCell> Bottom(int row, int last, SheetHead head, IReadOnlyList<string> notes, Dictionary<int, double> heights)
    {
        var lines = head.Contacts.Select((contact, i) => i == 0 ? $"联系人：{contact}" : contact).Append("备注：").Concat(notes).ToList();
        for (var i = 0; i < lines.Count; i++) heights[row + i] = lines[i].Length > 75 ? 32 : 18;
        return lines.Select((line, i) => new PrintedCell(row + i, 1, line, PrintedStyle.Text) { LastColumn = last });
    }

    /// <summary>The print says 全市 where the campaign's name says 达州市.</summary>
    private static string Short(string season) => season.StartsWith("达州市", StringComparison.Ordinal) ? season[3..] : season;

    private static PrintedCell Wide(int row, int from, int to, string text) => new(row, from, text, PrintedStyle.Head) { LastColumn = to };
}
