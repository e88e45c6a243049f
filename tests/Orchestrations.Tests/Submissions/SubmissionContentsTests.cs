using System.Text.Json.Nodes;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Subjects;

namespace Orchestrations.Tests.Submissions;

/// <summary>What was handed in, as deciders read it.</summary>
public sealed class SubmissionContentsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, ChinaTime.Offset);

    private static readonly SubmissionKind Kind = new()
    {
        Step = "report",
        Title = "报告",
        Article = "第一条",
        Stage = "Stage",
        Side = SubmissionSide.Unit,
        Fields =
        [
            new("amount", "金额（万元）", SubmissionFieldType.Amount), new("way", "方式", SubmissionFieldType.Choice, [("open", "公开招标")]),
            new("done", "是否完成", SubmissionFieldType.YesNo), new("items", "事项", SubmissionFieldType.Several), new("note", "说明"),
        ],
    };

    [Fact]
    public void SectionOf_AFirstRound_HasEveryFieldInWords()
    {
        var section = SubmissionContents.SectionOf(Kind, Row(1, """{"amount":1234.5,"way":"open","done":false,"items":["甲","乙"]}"""), before: null)!;

        Assert.Equal("报告（2026年3月2日提交）", section.Heading);
        Assert.Equal(
            [("金额（万元）", "1,234.50万元"), ("方式", "公开招标"), ("是否完成", "否"), ("事项", "甲\n乙")],
            section.Rows.Select(row => (row.Label, row.Value)));
        Assert.Equal(0, section.Changes);
    }

    [Fact]
    public void SectionOf_ALaterRound_MarksWhatDiffers()
    {
        var section = SubmissionContents.SectionOf(Kind, Row(2, """{"amount":90,"note":"压缩"}"""), Row(1, """{"amount":100,"way":"open"}"""))!;

        Assert.Equal(
            [("金额（万元）", "90.00万元", "100.00万元"), ("方式", SubmissionContents.Missing, "公开招标"), ("说明", "压缩", SubmissionContents.Missing)],
            section.Rows.Select(row => (row.Label, row.Value, row.Before)));
    }

    [Fact]
    public void SectionOf_FilesAlone_IsNothing() => Assert.Null(SubmissionContents.SectionOf(Kind, Row(1, "{}"), before: null));

    [Fact]
    public async Task Sections_OfAStage_LeaveOutOtherStagesPersonalContentAndOpinions()
    {
        var tables = new MemoryTableStore();
        SubmissionKind[] kinds =
        [
            Kind, Kind with { Step = "elsewhere", Stage = "Other" }, Kind with { Step = "personal", IsPersonal = true },
            Kind with { Step = "opinion", Side = SubmissionSide.Expert, Opines = row => ("同意", JsonNode.Parse(row.Data)!["note"]!.GetValue<string>()) },
        ];
        foreach (var kind in kinds)
            await tables.TryInsertAsync(Row(1, """{"note":"内容"}""") with { Step = kind.Step });
        await tables.TryInsertAsync(Row(2, """{"note":"改后"}""") with { At = At.AddDays(5) });
        var contents = new SubmissionContents(tables, new SubmissionSources([new Source(new KindCatalogue(kinds))]));

        var section = Assert.Single(await contents.SectionsAsync("s", "Stage", At.AddDays(1)));
        Assert.Equal(("改后", "内容"), (section.Rows[0].Value, section.Rows[0].Before));
        Assert.Null(Assert.Single(await contents.SectionsAsync("s", "Stage", since: null)).Rows[0].Before);
        var opinion = Assert.Single(await contents.OpinionsAsync("s"));
        Assert.Equal(new SubjectOpinion(At, "unit", "Stage", "报告", "同意", "内容"), opinion);
        Assert.Empty(await contents.SectionsAsync("nobody's", "Stage", since: null));
    }

    private static SubmissionRow Row(int round, string data) => new() { Subject = "s", Step = "report", Round = round, Data = data, By = "unit", At = At };

    private sealed class Source(KindCatalogue kinds) : ISubmissionSource
    {
        public KindCatalogue Kinds => kinds;

        public bool Owns(string subject) => subject == "s";

        public Task<SubmissionSubject?> FindAsync(string subject, CancellationToken cancellation) => Task.FromResult<SubmissionSubject?>(null);

        public Task<SubmissionFacts> ReadFactsAsync(string subject, SubmissionKind kind, AskRow? ask, DateTimeOffset at, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}
