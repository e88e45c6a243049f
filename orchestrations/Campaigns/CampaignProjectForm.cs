using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Input;
using Dazhou.Serverless.Records;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The form of a project. As JSON a program may also send <c>stages</c> and <c>categories</c> whole.</summary>
public static class CampaignProjectForm
{
    /// <summary>The fields. Nothing is handed in under this kind: it describes the form and how its amounts are read.</summary>
    public static SubmissionKind Kind { get; } = new()
    {
        Step = "Campaign.project",
        Title = "招商引资项目",
        Article = CampaignTexts.Document,
        Stage = nameof(Campaign),
        Side = SubmissionSide.Unit,
        TakesFiles = false,
        Fields =
        [
            SubmissionField.Text("name", "项目名称"), SubmissionField.Text("investor", "投资方"), SubmissionField.YesNo("manufacturing", "制造业项目"),
            SubmissionField.Choice("industry", "产业", CampaignWords<CampaignIndustry>.Choices), SubmissionField.Choice("source", "来源区域", CampaignWords<SourceRegion>.Choices),
            SubmissionField.Choice("stage", "阶段（只选阶段而不填日期和佐证，即退回该阶段）", CampaignWords<CampaignStage>.Choices), SubmissionField.Day("stageOn", "进入该阶段的日期"),
            SubmissionField.Choice("evidenceKind", "佐证的种类", CampaignWords<EvidenceKind>.Choices), SubmissionField.Text("evidence", "佐证的编号或者名称"),
            SubmissionField.Money("contractAmount", "合同金额"), SubmissionField.Money("filingAmount", "备案金额"), SubmissionField.Text("filingNumber", "备案号"),
            SubmissionField.Money("investment", "新增实际投资"), SubmissionField.Day("investedOn", "新增实际投资的日期"),
            SubmissionField.Money("fdi", "制造业FDI投资总额"), SubmissionField.Day("fdiOn", "FDI的日期"),
            SubmissionField.Text("responsible", "责任人岗位"), SubmissionField.YesNo("stored", "已经入库"), SubmissionField.Long("introduction", "简介（200字以内）"),
            new("categoryCodes", "类别", SubmissionFieldType.Several, CampaignWords<CategoryCode>.Choices),
            SubmissionField.Text("categoryList", "类别的依据（榜单和上榜企业、名单、执照类型）"), new("categoryYear", "榜单或者名单的年份", SubmissionFieldType.Number), SubmissionField.Day("validUntil", "名单有效期至"),
            SubmissionField.Choice("categoryRelation", "投资方（三类500强）", ("母公司", "母公司"), ("一级子公司", "一级子公司")), SubmissionField.YesNo("outsideProvince", "投资方注册地在省外"),
            SubmissionField.YesNo("headquarters", "符合总部型的四项条件（在四川注册、独立法人、统一核算、在四川汇总纳税）"),
            SubmissionField.Long("remark", "备注"), SubmissionField.Long("reason", "修改已填报内容的原因"),
        ],
    };

    /// <summary>Reads what a form or a program sent; throws <see cref="JsonException"/> with the field if it cannot be read.</summary>
    public static CampaignProjectInput Read(JsonObject data)
    {
        var read = (JsonObject)data.DeepClone();
        foreach (var field in Kind.Fields.Where(field => field.Type == SubmissionFieldType.Amount))
        {
            if (read[field.Name] is JsonValue value && value.TryGetValue<string>(out var text) && Numerals.Amount(text) is { } amount) read[field.Name] = amount;
        }

        if (read["categoryCodes"] is JsonArray codes)
        {
            read["categories"] = new JsonArray([.. codes.Select(code => (JsonNode)new JsonObject
            {
                ["code"] = code?.DeepClone(),
                ["list"] = read["categoryList"]?.DeepClone(),
                ["year"] = read["categoryYear"]?.DeepClone(),
                ["validUntil"] = read["validUntil"]?.DeepClone(),
                ["relation"] = read["categoryRelation"]?.DeepClone(),
                ["outsideProvince"] = read["outsideProvince"]?.DeepClone(),
                ["registeredInSichuan"] = read["headquarters"]?.DeepClone(),
                ["independentLegalPerson"] = read["headquarters"]?.DeepClone(),
                ["unifiedAccounting"] = read["headquarters"]?.DeepClone(),
                ["taxedInSichuan"] = read["headquarters"]?.DeepClone(),
            })]);
        }

        return read.Deserialize<CampaignProjectInput>(RecordJson.Options) ?? throw new JsonException("Nothing was sent.");
    }
}
