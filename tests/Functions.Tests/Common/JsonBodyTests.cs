using System.Text.Json;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Functions.Submissions;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.Common;

public sealed class JsonBodyTests
{
    private static readonly SubmissionKind Contract = SubmissionKinds.Of("Procurement.contract");

    [Theory]
    [InlineData("""{"name":"甲","name":"乙"}""", "name", "重复")]
    [InlineData("""{"name":"甲","Name":"乙"}""", "重复", null)]
    [InlineData("""{"funding":{"kind":"other","kind":"other"}}""", "funding.kind", "重复")]
    [InlineData("""{"totalInvestment":"约150"}""", "totalInvestment", "无法识别")]
    [InlineData("""{"basicInformation":{"functions":[{"quantity":"许多"}]}}""", "basicInformation.functions[0].quantity", "无法识别")]
    [InlineData("{", "JSON", null)]
    [InlineData("", "JSON", null)]
    [InlineData("null", "为空", null)]
    public async Task Record_ThatCannotBeRead_IsRefusedByItsField(string json, string says, string? also)
    {
        var problem = await RefusalAsync(JsonBody.ReadAsync<ProjectApplication>(Request(json), ProjectJson.Options, example: null, CancellationToken.None));
        Assert.Contains(says, problem, StringComparison.Ordinal);
        if (also is not null)
            Assert.Contains(also, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"150万\"")]
    [InlineData("\"１５０万元\"")]
    [InlineData("\"1,500,000元\"")]
    [InlineData("150")]
    public async Task Record_AmountAsPeopleWriteIt_IsUnderstood(string amount)
    {
        var value = await JsonBody.ReadAsync<ProjectApplication>(Request($"{{\"totalInvestment\":{amount}}}"), ProjectJson.Options, null, CancellationToken.None);
        Assert.Equal(150m, value.TotalInvestment);
    }

    [Fact]
    public async Task Record_QuantityAsPeopleWriteIt_IsACountAndNoAmount()
    {
        var value = await JsonBody.ReadAsync<FunctionItem>(Request("""{"quantity":"3万"}"""), ProjectJson.Options, null, CancellationToken.None);
        Assert.Equal(30_000m, value.Quantity);
    }

    [Theory]
    [InlineData("""{"amount":1,"amount":2}""", "amount")]
    [InlineData("""{"amount":1,"Amount":2}""", "Amount")]
    [InlineData("""{"items":[{"a":1,"a":2}]}""", "items[0].a")]
    [InlineData("[]", "JSON")]
    [InlineData("{", "JSON")]
    public async Task Submission_ThatIsNoObjectOrSaysAThingTwice_IsRefused(string json, string says)
    {
        Assert.Contains(says, await RefusalAsync(SubmissionForm.ReadAsync(Request(json), Contract, CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submission_AmountAsPeopleWriteIt_IsKeptAsTheNumberItMeans()
    {
        var sent = await SubmissionForm.ReadAsync(Request("""{"amount":"145万元","number":"合同1号"}"""), Contract, CancellationToken.None);
        Assert.Equal("""{"amount":145,"number":"合同1号"}""", sent.Data.ToJsonString(ProjectJson.Options));
    }

    [Fact]
    public async Task Submission_LongerThanAnyIs_IsRefused()
    {
        var refusal = await RefusalAsync(SubmissionForm.ReadAsync(Request($"{{\"a\":\"{new string('x', 8 * 1024 * 1024)}\"}}"), Contract, CancellationToken.None));
        Assert.Contains("\"status\":413", refusal, StringComparison.Ordinal);
    }

    private static HttpRequest Request(string json) => Answers.Request(body: json);

    private static async Task<string> RefusalAsync(Task reading)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => reading);
        var (_, body) = await Answers.OfAsync(Answers.Request(), Task.FromResult(refused.Answer));
        return JsonSerializer.Serialize(Answers.Json(body), ProjectJson.Options);
    }
}
