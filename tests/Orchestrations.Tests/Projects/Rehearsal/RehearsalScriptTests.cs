using System.Text.Json;
using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Projects;
using Dazhou.Serverless.Rehearsal;
using Orchestrations.Tests.Projects.Lives;

namespace Orchestrations.Tests.Projects;

public sealed class RehearsalScriptTests
{
    [Fact]
    public async Task SampleScript_WithActsThatNobodyAsksFor_DoesEachOnItsDay()
    {
        var script = RehearsalScript.Parse(await File.ReadAllTextAsync(Path.Combine(Samples.Folder, "decisions-320.json")), SubmissionKinds.Catalogue);
        var result = await Life.RehearseAsync("tier-320", script, policy: ProjectPolicy.Gazette);

        Assert.Equal(Stages.Completed, result.End);
        var settled = result.Of(RehearsalKind.Stage).Lines().ToList();
        Assert.Contains(settled, line => line.EndsWith("第1份补充合同（20.00万元）审定同意", StringComparison.Ordinal));
        var paused = DayOf("暂停项目建设：等待上级统建系统方案");
        Assert.Equal(40, DayOf("恢复项目建设：方案已定").DayNumber - paused.DayNumber);
        Assert.Contains(result.Of(RehearsalKind.Decision), entry => entry.At == Life.At("2026-07-01T09:00") && entry.Text.EndsWith("提交项目调整", StringComparison.Ordinal));
        Assert.Contains(settled, line => line.EndsWith("第1次整改合格", StringComparison.Ordinal));
        Assert.Contains(result.Of(RehearsalKind.Decision), entry => entry.Text.EndsWith("退回补正", StringComparison.Ordinal));

        DateOnly DayOf(string text) => DateOnly.ParseExact(settled.Single(line => line.EndsWith(text, StringComparison.Ordinal))[..10], "yyyy-MM-dd");
    }

    [Fact]
    public void Parse_ListOfAnswers_IsAScriptWithoutActs()
    {
        var script = RehearsalScript.Parse("""[{"step":"TechnicalReview","decision":"退回补正","comment":"补充"}]""", SubmissionKinds.Catalogue);

        Assert.Equal((Decision.Return, 0), (script.Answers.Single().Decision, script.Acts.Count));
    }

    [Theory]
    [InlineData("""{"acts":[{"step":"Construction.paus","data":{}}]}""")]
    [InlineData("""{"acts":[{"step":"Payment.application","data":{}}]}""")]
    [InlineData("""{"acts":[{"step":"Construction.pause"}]}""")]
    [InlineData("""{"acts":[{"data":{}}]}""")]
    [InlineData("null")]
    public void Parse_WhatIsNoScript_SaysSo(string json) => Assert.Throws<JsonException>(() => RehearsalScript.Parse(json, SubmissionKinds.Catalogue));
}
