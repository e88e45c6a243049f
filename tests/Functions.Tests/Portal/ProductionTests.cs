using System.Net;
using Dazhou.Serverless.Functions.Common;

namespace Functions.Tests.Portal;

/// <summary>The app outside Development.</summary>
public sealed class ProductionHost : IAsyncLifetime
{
    public PortalHost Portal { get; } = new() { Environment = "Production" };

    public Task InitializeAsync() => Portal.InitializeAsync();

    public Task DisposeAsync() => Portal.DisposeAsync();
}

/// <summary>What Development allows and nothing else may.</summary>
public sealed class ProductionTests(ProductionHost host) : IClassFixture<ProductionHost>
{
    private readonly HttpClient http = host.Portal.Http;

    [Theory]
    [InlineData("/dev/mailbox", HttpStatusCode.NotFound)]
    [InlineData("/runtime/clock", HttpStatusCode.NotFound)]
    [InlineData("/", HttpStatusCode.Unauthorized)]
    [InlineData("/projects", HttpStatusCode.Unauthorized)]
    [InlineData("/api/projects", HttpStatusCode.Unauthorized)]
    [InlineData("/api/projects/any", HttpStatusCode.Unauthorized)]
    [InlineData("/api/projects/any/audit", HttpStatusCode.Unauthorized)]
    [InlineData("/sign-in", HttpStatusCode.OK)]
    [InlineData("/projects/any/documents/application/1", HttpStatusCode.Unauthorized)]
    [InlineData("/projects/any/application.docx", HttpStatusCode.Unauthorized)]
    [InlineData("/projects/any/documents/application.docx", HttpStatusCode.Unauthorized)]
    [InlineData("/publicity/any", HttpStatusCode.NotFound)]
    [InlineData("/projects/new", HttpStatusCode.OK)]
    [InlineData("/api/health/live", HttpStatusCode.OK)]
    public async Task Get_OutsideDevelopment_LetsInOnlyWhomTheFunctionNames(string path, HttpStatusCode status)
    {
        using var answer = await http.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/projects")]
    [InlineData("/projects/any")]
    public async Task Page_OpenedInABrowserByAnybody_LeadsToTheSignIn(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var answer = await http.SendAsync(request);
        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in?required"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Apply_WithTheDevelopmentKey_IsRefused()
    {
        using var answer = await new Applicant(host.Portal, "生产环境").PostAsync("tier-150.json");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task NewProjectPage_OutsideDevelopment_DoesNotShowTheDevelopmentKey() =>
        Assert.DoesNotContain(UnitKeys.DevelopmentKey, await http.GetStringAsync("/projects/new"), StringComparison.Ordinal);
}
