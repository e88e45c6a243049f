using Dazhou.Serverless.Mail;

namespace Dazhou.Serverless.Campaigns;

/// <summary>The notices of campaigns.</summary>
internal static class CampaignMails
{
    /// <summary>The path of a campaign's page.</summary>
    public static string PathOf(string campaign) => $"/campaigns/{campaign}";

    public static MailMessage Brief(CampaignCall call, CampaignWeek week, CompiledWeek compiled) => new Notice
    {
        Title = $"{call.Name}：第{week.Number}期简报",
        ToDo = compiled.Missing.Count == 0
            ? $"{week.Title}的统计表和简报已经生成，{compiled.Reported}个单位全部按时报送。"
            : $"{week.Title}的统计表和简报已经生成，{compiled.Reported}个单位按时报送；未报：{string.Join('、', compiled.Missing)}。",
        Article = $"{call.Document}四（三）",
        Page = $"{PathOf(call.Id)}/briefs/{week.Number}",
        Lines = compiled.Corrections == 0 ? [] : [new("更正", $"{compiled.Corrections}处，已在简报中标注")],
    };

    public static MailMessage Evaluated(CampaignCall call) => new Notice
    {
        Title = $"{call.Name}：成效综合考评",
        ToDo = "市经信局、市经济合作外事局已经审定成效综合考评结果，请查看排位和通报表扬名单。",
        Article = $"{call.Document}四（四）",
        Page = PathOf(call.Id),
    };

    public static MailMessage Disqualified(FindingCall call) => new Notice
    {
        Title = $"{call.Campaign.Name}：取消考评资格",
        ToDo = $"经认定，你单位{call.Finding}。自认定之时起取消考评资格，并予以通报批评。有异议的，可以在期限内申辩一次，链接另行发送。",
        Article = $"{call.Campaign.Document}四（五）",
        Page = PathOf(call.Campaign.Id),
        Urgent = true,
    };

    public static MailMessage Referred(FindingCall call) => new Notice
    {
        Title = $"{call.Campaign.Name}：移送问责",
        ToDo = $"{call.Campaign.NameOf(call.Unit)}{call.Finding}，造成严重后果，请按规定移送问责。",
        Article = $"{call.Campaign.Document}四（五）",
        Page = PathOf(call.Campaign.Id),
    };

    public static MailMessage ContestDecided(FindingCall call, bool upheld) => new Notice
    {
        Title = $"{call.Campaign.Name}：申辩处理结果",
        ToDo = upheld ? "经研究，维持取消考评资格的认定。" : "经研究，撤销取消考评资格的认定，恢复考评资格。",
        Article = $"{call.Campaign.Document}四（五）",
        Page = PathOf(call.Campaign.Id),
    };

    public static MailMessage Reviewed(ReviewCall call, bool confirmed) => new Notice
    {
        Title = call.Title,
        ToDo = $"申报的{string.Join('、', call.Codes.Select(code => code.Chinese()))}{(confirmed ? "评审通过，已计入重点企业统计表" : "评审未通过；补充依据后可以重新申报")}。",
        Article = "附件2备注4—6",
        Page = $"{PathOf(call.Campaign.Id)}/projects/{call.Project}",
    };

    public static MailMessage Duplicate(CampaignRow row, CampaignProjectRow project, DuplicateGroup group) => new Notice
    {
        Title = $"{row.Definition.Name}：重复计数",
        ToDo = $"“{project.Name}”与其他单位的项目{group.Title}，由{row.NameOf(row.Definition.Receivers[0])}认定前各单位均不计数。",
        Article = $"{row.Definition.Document}四（五）",
        Page = $"{PathOf(row.Definition.Id)}/projects/{project.Id}",
    };
}
