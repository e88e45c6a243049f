using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dazhou.Serverless.Functions.Projects.Application;
using Dazhou.Serverless.Projects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Functions.Tests.Projects;

public sealed class ApplicationFormTests
{
    /// <summary>A form filled in with a sample is the sample: form and API cannot drift apart.</summary>
    [Theory]
    [InlineData("tier-150.json")]
    [InlineData("tier-320.json")]
    [InlineData("tier-760.json")]
    public async Task ToJsonAsync_SampleTypedIn_GivesTheSameApplication(string sample)
    {
        var json = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", sample)))!;
        var expected = json.Deserialize<ProjectApplication>(ProjectJson.Options)!;

        var typed = await ApplicationForm.ToJsonAsync(TypeIn(json), CancellationToken.None);

        var actual = typed.Deserialize<ProjectApplication>(ProjectJson.Options)!;
        Assert.Equal(
            JsonSerializer.Serialize(expected with { Documents = null }, ProjectJson.Options),
            JsonSerializer.Serialize(actual with { Documents = null }, ProjectJson.Options));
        Assert.Equal(
            expected.Documents!.OrderBy(document => document.Kind, StringComparer.Ordinal),
            actual.Documents!.OrderBy(document => document.Kind, StringComparer.Ordinal));
        Assert.Empty(IntakeRules.Evaluate(new IntakeCase(actual, new UnitStanding(), ProjectPolicy.Gazette)));
    }

    /// <summary>What the form shows of an application is that application when it is sent back untouched.</summary>
    [Theory]
    [InlineData("tier-150.json")]
    [InlineData("tier-320.json")]
    [InlineData("tier-760.json")]
    [InlineData("tier-1800.json")]
    public async Task ReviseAsync_ShownAndSentBackUntouched_ChangesNothing(string sample)
    {
        var json = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", sample));
        var typed = JsonSerializer.Deserialize<ProjectApplication>(json, ProjectJson.Options)!;
        var stands = typed with { ConstructionMonths = 9, Succeeds = "an-earlier-one" };
        var shown = ApplicationForm.ValuesOf(stands);
        var form = new FormCollection(shown.ToDictionary(field => field.Key, field => new StringValues(field.Value), StringComparer.Ordinal));

        var sentBack = await ApplicationForm.ReviseAsync(form, stands, CancellationToken.None);

        Assert.Equal(shown, ApplicationForm.ValuesOf(sentBack));
        Assert.Equal((stands.TotalInvestment, 9, "an-earlier-one"), (sentBack.TotalInvestment, sentBack.ConstructionMonths, sentBack.Succeeds));
        Assert.Equal(stands.BasicInformation!.Functions!.Select(item => item.Quantity), sentBack.BasicInformation!.Functions!.Select(item => item.Quantity));
    }

    [Fact]
    public async Task ToJsonAsync_EmptyForm_LeavesTheRulesToComplain()
    {
        var typed = await ApplicationForm.ToJsonAsync(new FormCollection([]), CancellationToken.None);
        var application = typed.Deserialize<ProjectApplication>(ProjectJson.Options)!;

        var failures = IntakeRules.Evaluate(new IntakeCase(application, new UnitStanding(), ProjectPolicy.Gazette));

        // Each failure has a field of the form beside which it is shown.
        Assert.NotEmpty(failures);
        Assert.All(failures, failure => Assert.Contains(
            ApplicationFields.All, field => field.Path == failure.Field || field.Path.StartsWith(failure.Field + ".", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("abc", null)]
    [InlineData("1,234.50", 1234.50)]
    [InlineData("150", 150.0)]
    [InlineData("150万", 150.0)]
    [InlineData("１５０万元", 150.0)]
    [InlineData("1,500,000元", 150.0)]
    public async Task ToJsonAsync_Amount_IsReadAsPeopleWriteIt(string text, double? amount)
    {
        var typed = await ApplicationForm.ToJsonAsync(
            new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { ["totalInvestment"] = text }), CancellationToken.None);
        Assert.Equal((decimal?)amount, typed.Deserialize<ProjectApplication>(ProjectJson.Options)!.TotalInvestment);
    }

    [Theory]
    [InlineData("purchase.potentialSuppliers", "2.5", "purchase-several-suppliers")]
    [InlineData("purchase.potentialSuppliers", "3.0", null)]
    [InlineData("totalInvestment", "79228162514264337593543950335", "minimum-investment")]
    [InlineData("mixedWorks.wholeEstimate", "79228162514264337593543950335", "mixed-works-estimates")]
    public async Task ToJsonAsync_NumberThatCannotBe_BreaksARuleAndNotTheReading(string field, string text, string? rule)
    {
        var json = (JsonObject)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "projects", "tier-150.json")))!;
        var form = TypeIn(json);
        var fields = form.Keys.ToDictionary(key => key, key => form[key], StringComparer.Ordinal);
        if (field.StartsWith("mixedWorks.", StringComparison.Ordinal))
            fields["mixedWorks.separable"] = "false";
        fields[field] = text;

        var typed = await ApplicationForm.ToJsonAsync(new FormCollection(fields, (FormFileCollection)form.Files), CancellationToken.None);

        var application = typed.Deserialize<ProjectApplication>(ProjectJson.Options)!;
        Assert.Equal(
            rule is null ? [] : [rule], IntakeRules.Evaluate(new IntakeCase(application, new UnitStanding(), ProjectPolicy.Gazette)).Select(failure => failure.Rule));
    }

    [Theory]
    [InlineData("totalInvestment", "约150", "“总投资（万元）”填写的“约150”")]
    [InlineData("mixedWorks.itEstimate", "1,5", "“信息化部分概算（万元）”")]
    [InlineData("purchase.potentialSuppliers", "三家", "“潜在服务提供商数量（家）”")]
    [InlineData("basicInformation.functions", "统一受理｜受理｜1｜项\n统计｜统计｜若干｜项", "第2行的数量“若干”")]
    [InlineData("totalInvestment", "150万", null)]
    [InlineData("basicInformation.functions", "统一受理｜受理｜１｜项\n统计", null)]
    public void Unreadable_NumberThatIsNone_IsNamedByItsField(string field, string text, string? says)
    {
        var form = new FormCollection(new Dictionary<string, StringValues>(StringComparer.Ordinal) { [field] = text });
        var faults = ApplicationForm.Unreadable(form);
        Assert.Equal(says is null ? [] : [field], faults.Select(fault => fault.Field));
        Assert.All(faults, fault => Assert.Contains(says!, fault.Message, StringComparison.Ordinal));
    }

    private static FormCollection TypeIn(JsonObject json)
    {
        var fields = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        var files = new FormFileCollection();
        foreach (var field in ApplicationFields.All)
        {
            JsonNode? value = json;
            foreach (var name in field.Path.Split('.'))
                value = value is JsonObject parent ? parent[name] : null;
            if (field.Kind != FieldKind.File && value is not null)
                fields[field.Path] = Typed(field.Kind, value);
        }

        foreach (var document in json["documents"]!.AsArray())
        {
            var bytes = Convert.FromBase64String(document!["contentBase64"]!.GetValue<string>());
            files.Add(new FormFile(new MemoryStream(bytes), 0, bytes.Length, $"documents.{document["kind"]}", document["fileName"]!.GetValue<string>())
            {
                Headers = new HeaderDictionary { ["Content-Type"] = document["contentType"]?.GetValue<string>() ?? "application/pdf" },
            });
        }

        return new FormCollection(fields, files);
    }

    private static string Typed(FieldKind kind, JsonNode value) => kind switch
    {
        FieldKind.Amount or FieldKind.Number => value.GetValue<decimal>().ToString(CultureInfo.InvariantCulture),
        FieldKind.YesNo => value.GetValue<bool>() ? "true" : "false",
        FieldKind.Lines => string.Join("\r\n", value.AsArray().Select(line => line!.GetValue<string>())),
        FieldKind.Functions => string.Join("\r\n", value.AsArray().Select(item => $"{item!["name"]}｜{item["description"]}｜{item["quantity"]}｜{item["unit"]}")),
        _ => value.GetValue<string>(),
    };
}
