using Dazhou.Serverless.Documents;

namespace Dazhou.Serverless.Projects;

/// <summary>What the documents of projects have in common: who issues them and on which regulation they rest.</summary>
internal static class ProjectDocuments
{
    /// <summary>市数字经济局 as it signs.</summary>
    public const string Bureau = "达州市数字经济局";

    /// <summary>达市府发〔2023〕9号.</summary>
    public static Regulation Regulation { get; } = new("达州市市级政府投资信息化项目管理办法", "达市府发〔2023〕9号");

    /// <summary>A document of 市数字经济局 to a project's unit.</summary>
    /// <param name="form">批复 and 通报 are documents, 意见 and 复函 letters.</param>
    /// <param name="about">The title behind the authority's name, e.g. 关于某项目立项的批复.</param>
    /// <param name="unit">主送机关.</param>
    /// <param name="on">成文日期.</param>
    /// <param name="copies">抄送机关.</param>
    /// <param name="body">正文.</param>
    public static OfficialDocument ToUnit(
        DocumentForm form, string about, string unit, DateOnly on, IReadOnlyList<string> copies, IReadOnlyList<DocumentBlock> body) => new()
        {
            Form = form,
            Issuer = form == DocumentForm.Document ? $"{Bureau}文件" : Bureau,
            Title = $"{Bureau}\n{about}",
            Addressee = unit,
            Body = body,
            Signatures = [Bureau],
            On = on,
            Imprint = new(copies, Bureau, on),
        };

    /// <summary>A paper of 市数字经济局 without 版头: minutes, lists, statistics.</summary>
    public static OfficialDocument Paper(string title, DateOnly on, IReadOnlyList<DocumentBlock> body) =>
        new() { Form = DocumentForm.Plain, Title = title, Body = body, Signatures = [Bureau], On = on };

    /// <summary>The function list as a table.</summary>
    public static TableBlock Functions(IReadOnlyList<FunctionItem> functions) => new(
        [new("序号", 1, IsNumber: true), new("名称", 3), new("说明", 6), new("数量", 1, IsNumber: true), new("单位", 1, IsNumber: true)],
        [.. ApplicationOverview.LinesOf(functions)]);
}
