using System.Net;
using System.Net.Sockets;
using System.Text;
using Dazhou.FunctionsHost;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Azurite;

/// <summary>Waiting for an Azurite that still saves; the test holds the folder in its place.</summary>
public sealed class AzuriteFolderTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _path = Directory.CreateTempSubdirectory("azurite-folder-").FullName;
    private readonly TcpListener _holder = new(IPAddress.Loopback, 0);

    [Fact]
    public async Task Folder_ThatIsHeld_IsWaitedForUntilItsHolderEnds()
    {
        _holder.Start();
        Hold("the-word");
        var waiting = Folder().WaitUntilFreeAsync(CancellationToken.None);
        using (var connection = await _holder.AcceptSocketAsync().WaitAsync(Limit))
        {
            await connection.SendAsync(Encoding.ASCII.GetBytes("the-word\n"));
            Assert.False(waiting.IsCompleted);
            File.Delete(LockFile);
        }

        await waiting.WaitAsync(Limit);
    }

    [Fact]
    public async Task Port_ThatAnotherProgramHasTakenSince_HoldsNothing()
    {
        _holder.Start();
        Hold("the-word");
        var waiting = Folder().WaitUntilFreeAsync(CancellationToken.None);
        using var connection = await _holder.AcceptSocketAsync().WaitAsync(Limit);
        await connection.SendAsync(Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        await waiting.WaitAsync(Limit);
    }

    [Fact]
    public async Task Lock_WhoseHolderIsGone_HoldsNothing()
    {
        _holder.Start();
        Hold("the-word");
        _holder.Stop();
        await Folder().WaitUntilFreeAsync(CancellationToken.None).WaitAsync(Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a lock")]
    public async Task Lock_ThatCannotBeRead_HoldsNothing(string text)
    {
        await File.WriteAllTextAsync(LockFile, text);
        await Folder().WaitUntilFreeAsync(CancellationToken.None).WaitAsync(Limit);
    }

    public void Dispose()
    {
        _holder.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private string LockFile => Path.Combine(_path, "azurite.lock");

    private AzuriteFolder Folder() => new(_path, NullLogger.Instance);

    private void Hold(string word) => File.WriteAllText(LockFile, $"{((IPEndPoint)_holder.LocalEndpoint).Port} {word}");
}
