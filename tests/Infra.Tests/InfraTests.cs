using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What <c>azd up</c> would provision: no diagnostic, access by identity only, and every setting that the app needs.</summary>
public sealed partial class InfraTests
{
    [SkippableFact]
    public async Task Bicep_CompilesWithoutAnyDiagnostic()
    {
        Skip.If(Bicep.Missing is not null, Bicep.Missing);
        var (template, said) = await Bicep.TemplateAsync();

        // A warning ends with exit code 0, so whatever is said counts.
        Assert.Equal("", said.Trim());
        Assert.Equal(JsonValueKind.Object, template.ValueKind);
    }

    [SkippableFact]
    public async Task Services_AreReachedByIdentityOnly()
    {
        var resources = await ResourcesAsync();

        var storage = Properties(resources, "Microsoft.Storage/storageAccounts");
        Assert.False(storage.GetProperty("allowSharedKeyAccess").GetBoolean());
        Assert.False(storage.GetProperty("allowBlobPublicAccess").GetBoolean());
        Assert.Equal("TLS1_2", storage.GetProperty("minimumTlsVersion").GetString());
        Assert.True(Properties(resources, "Microsoft.KeyVault/vaults").GetProperty("enableRbacAuthorization").GetBoolean());
        Assert.True(Properties(resources, "Microsoft.Insights/components").GetProperty("DisableLocalAuth").GetBoolean());
        Assert.True(Properties(resources, "Microsoft.OperationalInsights/workspaces").GetProperty("features").GetProperty("disableLocalAuth").GetBoolean());
        Assert.All(Of(resources, "Microsoft.Web/sites/basicPublishingCredentialsPolicies"), policy => Assert.False(policy.GetProperty("properties").GetProperty("allow").GetBoolean()));
        Assert.DoesNotContain("listKeys", (await Bicep.TemplateAsync()).Template.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task App_HasTheRolesThatItNeedsAndNoOther()
    {
        var text = (await TemplateAsync()).GetRawText();

        string[] needed =
        [
            "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", // Storage Table Data Contributor
            "0ad04412-c4d5-4796-b79c-f76d14c8d402", // Durable Task Data Contributor
            "3913510d-42f4-4e42-8a64-420c390055eb", // Monitoring Metrics Publisher
            "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
            "974c5e8b-45b9-4653-ba55-5f855dd0fb88", // Storage Queue Data Contributor
            "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", // Storage Blob Data Owner
        ];
        Assert.Equal(needed, Guids().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));
        Assert.All(
            Of(await ResourcesAsync(), "Microsoft.Authorization/roleAssignments"),
            role => Assert.True(role.TryGetProperty("scope", out _), "A role is given for one resource, not for the group."));
    }

    [SkippableFact]
    public async Task Documents_CanBeHadBack()
    {
        var blobs = Properties(await ResourcesAsync(), "Microsoft.Storage/storageAccounts/blobServices");

        Assert.True(blobs.GetProperty("isVersioningEnabled").GetBoolean());
        Assert.Equal(30, blobs.GetProperty("deleteRetentionPolicy").GetProperty("days").GetInt32());
        var lifecycle = Properties(await ResourcesAsync(), "Microsoft.Storage/storageAccounts/managementPolicies").GetRawText();
        Assert.DoesNotContain("\"baseBlob\":{\"delete\"", lifecycle.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task App_RunsOnFlexConsumptionWithDotnet10()
    {
        var resources = await ResourcesAsync();

        Assert.Equal("FC1", Single(resources, "Microsoft.Web/serverfarms").GetProperty("sku").GetProperty("name").GetString());
        var site = Properties(resources, "Microsoft.Web/sites");
        var runtime = site.GetProperty("functionAppConfig").GetProperty("runtime");
        Assert.Equal(("dotnet-isolated", "10.0"), (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString()));
        Assert.Equal("UserAssignedIdentity", site.GetProperty("functionAppConfig").GetProperty("deployment").GetProperty("storage").GetProperty("authentication").GetProperty("type").GetString());
        Assert.True(site.GetProperty("httpsOnly").GetBoolean());
    }

    [Fact]
    public void Settings_AreTheOnesThatTheGuideNames()
    {
        var module = Bicep.Text("infra/modules/app.bicep");
        var settings = Setting().Matches(module[module.IndexOf("var settings", StringComparison.Ordinal)..module.IndexOf("resource plan", StringComparison.Ordinal)])
            .Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(settings);
        Assert.Equal(settings, Rows("## Settings"));
    }

    [Fact]
    public void Alerts_HaveARunbookEach()
    {
        var names = Alert().Matches(Bicep.Text("infra/modules/alerts.bicep")).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal).ToList();

        Assert.Contains("queue-lag", names);
        Assert.Equal(names, Rows("## Alerts"));
    }

    [SkippableFact]
    public async Task Parameters_ThatMustBeGiven_AreTakenFromTheEnvironment()
    {
        var template = await TemplateAsync();
        var given = JsonDocument.Parse(Bicep.Text("infra/main.parameters.json")).RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).ToHashSet();

        var wanted = template.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name).ToList();
        Assert.All(given, name => Assert.Contains(name, wanted));
        Assert.All(
            template.GetProperty("parameters").EnumerateObject().Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _)),
            parameter => Assert.Contains(parameter.Name, given));
    }

    [Fact]
    public void Names_BeginWithTheAbbreviationsOfTheCloudAdoptionFramework()
    {
        var abbreviations = JsonDocument.Parse(Bicep.Text("infra/abbreviations.json")).RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString());
        var texts = Bicep.Text("infra/main.bicep") + Bicep.Text("infra/resources.bicep");

        Assert.Equal(("rg-", "func-", "st", "kv-", "appi-", "log-", "id-", "asp-"), (
            abbreviations["resourceGroup"], abbreviations["functionApp"], abbreviations["storageAccount"], abbreviations["keyVault"],
            abbreviations["applicationInsights"], abbreviations["logAnalytics"], abbreviations["managedIdentity"], abbreviations["appServicePlan"]));
        Assert.All(abbreviations.Keys, name => Assert.Contains($"abbreviations.{name}", texts, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("AzureStorage", false)]
    [InlineData("DurableTaskScheduler", true)]
    public async Task Backend_OfTheScheduler_AddsItsPackage(string backend, bool added)
    {
        var (code, packages) = await Bicep.RunAsync(
            "dotnet", "msbuild", "functions/Dazhou.Serverless.Functions.csproj", "-nologo", "-getItem:PackageReference", $"-p:DURABLE_BACKEND={backend}");

        Assert.True(code == 0, packages);
        Assert.Equal(added, packages.Contains("Extensions.DurableTask.AzureManaged", StringComparison.Ordinal));
    }

    private static async Task<JsonElement> TemplateAsync()
    {
        Skip.If(Bicep.Missing is not null, Bicep.Missing);
        return (await Bicep.TemplateAsync()).Template;
    }

    private static async Task<IReadOnlyList<JsonElement>> ResourcesAsync() => [.. Bicep.Resources(await TemplateAsync())];

    private static IEnumerable<JsonElement> Of(IEnumerable<JsonElement> resources, string type) =>
        resources.Where(resource => resource.GetProperty("type").GetString() == type && !resource.TryGetProperty("existing", out _));

    private static JsonElement Single(IEnumerable<JsonElement> resources, string type) => Assert.Single(Of(resources, type));

    private static JsonElement Properties(IEnumerable<JsonElement> resources, string type) => Single(resources, type).GetProperty("properties");

    /// <summary>The first cells of a table of docs/azure.md, in their order.</summary>
    private static List<string> Rows(string heading)
    {
        var text = Bicep.Text("docs/azure.md");
        var part = text[(text.IndexOf(heading, StringComparison.Ordinal) + heading.Length)..];
        if (part.IndexOf("\n## ", StringComparison.Ordinal) is >= 0 and var end) part = part[..end];
        return [.. Row().Matches(part).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    [GeneratedRegex(@"^\s+(?<name>[A-Za-z]\w*): (?!name|value)", RegexOptions.Multiline)]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\s+name: '(?<name>[a-z]+(?:-[a-z]+)+)'$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^\| `(?<name>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
