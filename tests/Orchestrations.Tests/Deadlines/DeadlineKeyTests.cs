using System.Text.Json;
using Dazhou.Serverless.Deadlines;
using Dazhou.Serverless.Records;

namespace Orchestrations.Tests.Deadlines;

public sealed class DeadlineKeyTests
{
    [Theory]
    [InlineData("Publicity", "Publicity", null)]
    [InlineData("TechnicalPlan|1", "TechnicalPlan", 1)]
    [InlineData("TechnicalPlan|12", "TechnicalPlan", 12)]
    [InlineData("TechnicalPlan|01", "TechnicalPlan|01", null)]
    [InlineData("TechnicalPlan|-1", "TechnicalPlan|-1", null)]
    [InlineData("a|b", "a|b", null)]
    [InlineData("a|b|2", "a|b", 2)]
    [InlineData("|1", "|1", null)]
    [InlineData("", "", null)]
    public void Parse_AnyText_IsWrittenAsItWas(string text, string step, int? round)
    {
        var key = DeadlineKey.Parse(text);

        Assert.Equal((text, step, round), (key.ToString(), key.Step, key.Round));
    }

    [Fact]
    public void Json_OfAKey_IsTheTextThatWasStoredBefore()
    {
        var plan = new SubjectAct("p1", DeadlineKey.Of(new StepRound("TechnicalPlan", 1)), new DeadlineAct("key", "szjj", default));

        var json = JsonSerializer.SerializeToNode(plan)!;

        Assert.Equal("TechnicalPlan|1", (string?)json["Step"]);
        Assert.Equal(plan, json.Deserialize<SubjectAct>());
        Assert.Null(JsonSerializer.SerializeToNode(plan with { Step = null })!["Step"]);
    }

    [Fact]
    public void StepRound_RowKeys_AreInTheOrderOfTheRounds()
    {
        var keys = Enumerable.Range(1, 120).Select(round => new StepRound("step", round).RowKey).ToList();

        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
        Assert.Equal("step|0001", keys[0]);
    }
}
