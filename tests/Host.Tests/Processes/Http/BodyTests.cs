using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;

namespace Host.Tests.Processes.Http;

[Collection(SampleHostGroup.Name)]
public sealed class BodyTests(SampleHost fixture)
{
    private RunningApp App => fixture.App;

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    [InlineData(20 * 1024 * 1024)]
    public async Task Body_ComesBackAsItWent(int length)
    {
        var body = RandomNumberGenerator.GetBytes(length);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/x-sample");
        using var response = await App.PostAsync("echo", content);
        Assert.Equal("application/x-sample", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(SHA256.HashData(body), SHA256.HashData(await response.Content.ReadAsByteArrayAsync()));
    }

    [Fact]
    public async Task Body_OfUnknownLength_ArrivesWhole()
    {
        var body = RandomNumberGenerator.GetBytes(300_000);
        using var content = new StreamContent(new MemoryStream(body));
        using var request = new HttpRequestMessage(HttpMethod.Post, RunningApp.Route("digest")) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var response = await App.Http.SendAsync(request);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Body_TooLargeForTheApp_IsRefusedAsSuch()
    {
        // The worker's own server takes 30,000,000 bytes.
        using var content = new ByteArrayContent(new byte[31 * 1024 * 1024]);
        using var response = await App.PostAsync("digest", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task PackedBody_StaysPacked()
    {
        using var response = await App.GetAsync("zipped");
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using var zip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(zip);
        Assert.Equal("zipped by the function", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Events_ArriveWhenTheyAreSent()
    {
        using var meeting = new Meeting();
        using var response = await App.Http.GetAsync(RunningApp.Route($"events/{meeting.Port}"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("data: first", await reader.ReadLineAsync().InTimeAsync());

        // The function stands still between the two: had the first been held back, it would not be here.
        using var guest = await meeting.NextAsync();
        await guest.AnswerAsync("second");
        Assert.Contains("data: second", await reader.ReadToEndAsync().InTimeAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_ThatGoesAway_CancelsTheFunction()
    {
        using var meeting = new Meeting();
        using var caller = new CancellationTokenSource();
        var call = App.Http.GetAsync(RunningApp.Route($"stays/{meeting.Port}"), caller.Token);
        using var guest = await meeting.NextAsync();
        await caller.CancelAsync();
        Assert.Equal("cancelled", await guest.LeavesAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Failure_BeforeTheResponse_IsAnErrorWithoutItsText()
    {
        using var response = await App.GetAsync("fails-before");
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_WithinTheResponse_BreaksItOff()
    {
        using var response = await App.Http.GetAsync(RunningApp.Route("fails-after"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        // Whoever reads to the end must not take it for whole.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ManyAtOnce_AreAnsweredEachItsOwn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(async n =>
        {
            using var response = await App.PostAsync("echo", new StringContent($"body {n}"));
            return await response.Content.ReadAsStringAsync();
        }));
        Assert.Equal(Enumerable.Range(0, 64).Select(n => $"body {n}"), answers);
    }
}
