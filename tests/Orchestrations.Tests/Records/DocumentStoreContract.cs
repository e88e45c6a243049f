using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Dazhou.Serverless.Records;
using Dazhou.Serverless.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Orchestrations.Tests.Records;

public sealed class MemoryDocumentStoreTests() : DocumentStoreContract(new MemoryRecords());

[Collection(AzuriteCollection.Name)]
public sealed class AzureDocumentStoreTests(AzuriteFixture azurite) : DocumentStoreContract(new AzureRecords(azurite));

/// <summary>What every document store does; run on each implementation.</summary>
public abstract class DocumentStoreContract(IRecordsUnderTest records)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 9, 16, 30, 0, TimeSpan.Zero);

    private readonly string _subject = Guid.NewGuid().ToString("N");
    private readonly Lazy<IDocumentStore> _store = new(() => records.Create(new FakeTimeProvider(Now)).GetRequiredService<IDocumentStore>());

    private IDocumentStore Store => _store.Value;

    [SkippableFact]
    public async Task Save_Pdf_IsReadBackWithItsFacts()
    {
        var saved = await SaveAsync("plan", "项目建设技术方案.pdf", Pdf("一"));
        Assert.Equal(1, saved.Version);
        Assert.Equal("application/pdf", saved.ContentType);
        Assert.True(saved.MayShowInline);
        Assert.Equal("项目建设技术方案.pdf", saved.FileName);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Pdf("一"))), saved.Sha256);
        Assert.Equal(Pdf("一").Length, saved.Length);
        Assert.Equal("2026-03-10T00:30:00+08:00", saved.UploadedAt.ToString("yyyy-MM-ddTHH:mm:sszzz"));
        Assert.Equal(saved, await Store.FindAsync(_subject, "plan"));
        Assert.Equal(Pdf("一"), await ReadAsync(saved));
    }

    [SkippableFact]
    public async Task Save_UnderOneName_MakesVersionsAndKeepsTheOld()
    {
        var first = await SaveAsync("plan", "a.pdf", Pdf("1"));
        var second = await SaveAsync("plan", "b.pdf", Pdf("2"));
        await SaveAsync("plan-annex", "c.pdf", Pdf("3"));
        Assert.Equal(2, second.Version);
        Assert.Equal(second, await Store.FindAsync(_subject, "plan"));
        Assert.Equal(first, await Store.FindAsync(_subject, "plan", version: 1));
        Assert.Null(await Store.FindAsync(_subject, "plan", version: 3));
        Assert.Null(await Store.FindAsync(_subject, "pla"));
        Assert.Equal(Pdf("1"), await ReadAsync(first));
        Assert.Equal(["plan-annex 1", "plan 1", "plan 2"], (await Store.ListAsync(_subject)).Select(document => $"{document.Name} {document.Version}"));
    }

    [SkippableFact]
    public async Task Save_RepeatedUnderOneKey_AnswersWithTheFirstVersion()
    {
        var first = await SaveAsync("approval", "a.pdf", Pdf("1"), key: "instance|issue");
        var again = await SaveAsync("approval", "a.pdf", Pdf("1"), key: "instance|issue");
        Assert.Equal(first, again);
        Assert.Single(await Store.ListAsync(_subject));
    }

    [SkippableFact]
    public async Task Save_OtherBytesUnderTheSameKey_AreAnotherVersionThatARepetitionFinds()
    {
        var first = await SaveAsync("approval", "a.pdf", Pdf("1"), key: "instance|issue");
        var other = await SaveAsync("approval", "a.pdf", Pdf("2"), key: "instance|issue");
        Assert.Equal((2, Convert.ToHexStringLower(SHA256.HashData(Pdf("2")))), (other.Version, other.Sha256));
        Assert.Equal(Pdf("2"), await ReadAsync(other));
        Assert.Equal(first, await SaveAsync("approval", "a.pdf", Pdf("1"), key: "instance|issue"));
        Assert.Equal(other, await SaveAsync("approval", "a.pdf", Pdf("2"), key: "instance|issue"));
    }

    [SkippableFact]
    public async Task Save_WhoseCallerHasGone_StopsAndLeavesNothing()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await using var endless = new Endless();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SaveAsync(Upload("plan", "a.pdf", endless), gone.Token));
        Assert.Empty(await Store.ListAsync(_subject));
    }

    [SkippableTheory]
    [InlineData("word/_rels/settings.xml.rels", "attachedTemplate", "https://elsewhere.example/t.dotm", "External", "外部模板")]
    [InlineData("word/_rels/document.xml.rels", "image", "https://elsewhere.example/a.png", "External", "外部内容")]
    [InlineData("word/_rels/document.xml.rels", "oleObject", "embeddings/oleObject1.bin", null, "OLE")]
    [InlineData("word/_rels/document.xml.rels", "oleObject", "https://elsewhere.example/a.xls", "External", "OLE")]
    [InlineData("word/_rels/document.xml.rels", "control", "activeX/activeX1.xml", null, "OLE")]
    [InlineData("word/_rels/document.xml.rels", "package", "embeddings/a.xlsm", null, "宏")]
    [InlineData("word/_rels/document.xml.rels", "hyperlink", "https://elsewhere.example/", "External", null)]
    [InlineData("word/_rels/document.xml.rels", "image", "media/image1.png", null, null)]
    public async Task Save_OfficeFileThatFetchesOrRunsSomethingElse_IsRefused(string part, string type, string target, string? mode, string? reason)
    {
        var file = Zip(
            ("[Content_Types].xml", ""), ("word/document.xml", ""),
            (part, $"""
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
                Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{type}" Target="{target}" {(mode is null ? "" : $"TargetMode=\"{mode}\"")}/></Relationships>
                """));
        if (reason is null)
            await SaveAsync("file", "a.docx", file);
        else
            Assert.Contains(reason, (await Assert.ThrowsAsync<DocumentRefusedException>(() => SaveAsync("file", "a.docx", file))).Message, StringComparison.Ordinal);
        Assert.Equal(reason is null ? 1 : 0, (await Store.ListAsync(_subject)).Count);
    }

    [SkippableTheory]
    [InlineData("a.docx")]
    [InlineData("a.xlsx")]
    public async Task Save_OfficeFileWithoutEndInItsRelationships_IsRefused(string fileName)
    {
        var file = Zip(
            ("[Content_Types].xml", ""), ("word/document.xml", ""), ("xl/workbook.xml", ""), ("_rels/.rels", $"<Relationships>{new string(' ', 20 * 1024 * 1024)}"));
        Assert.Contains("过大", (await Assert.ThrowsAsync<DocumentRefusedException>(() => SaveAsync("file", fileName, file))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Save_ArchiveThatUnpacksToTooMuch_IsRefused()
    {
        var bytes = Zip(("a.txt", "x"));
        // What the directory of the archive says the file unpacks to, 24 bytes after the beginning of its entry.
        var entry = bytes.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(entry + 24), 600u * 1024 * 1024);
        Assert.Contains("512 MB", (await Assert.ThrowsAsync<DocumentRefusedException>(() => SaveAsync("file", "a.zip", bytes))).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Save_ManyAtOnce_GivesEachItsOwnVersion()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => SaveAsync("plan", "a.pdf", Pdf(i.ToString()))));
        Assert.Equal(Enumerable.Range(1, 8), saved.Select(document => document.Version).Order());
        foreach (var (document, i) in saved.Select((document, i) => (document, i)))
            Assert.Equal(Pdf(i.ToString()), await ReadAsync(document));
    }

    [SkippableFact]
    public async Task Save_FileOfManyMegabytes_IsReadBackWhole()
    {
        var bytes = Pdf(new string('x', 6 * 1024 * 1024));
        Assert.Equal(bytes, await ReadAsync(await SaveAsync("plan", "large.pdf", bytes)));
    }

    [SkippableFact]
    public async Task Save_FileOverTheLimit_IsRefusedAndLeavesNothing()
    {
        await using var endless = new Endless();
        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(() => Store.SaveAsync(Upload("plan", "a.pdf", endless)));
        Assert.Contains("50 MB", refused.Message);
        Assert.Empty(await Store.ListAsync(_subject));
    }

    public static TheoryData<string, byte[], string> Accepted => new()
    {
        { "a.PDF", Pdf("x"), "application/pdf" },
        { "a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], "image/png" },
        { "a.jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0], "image/jpeg" },
        { "a.docx", Zip("[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
        { "a.xlsx", Zip("[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
        { "a.pptx", Zip("[Content_Types].xml", "ppt/presentation.xml"), "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
        { "a.ofd", Zip("OFD.xml"), "application/ofd" },
        { "a.zip", Zip("资料/说明.txt"), "application/zip" },
        { "a.doc", Ole("WordDocument"), "application/msword" },
        { "a.xls", Ole("Workbook"), "application/vnd.ms-excel" },
        { "a.txt", "达州市\r\n\t第一条"u8.ToArray(), "text/plain; charset=utf-8" },
        { "a.csv", "\uFEFF名称,数量\n"u8.ToArray(), "text/csv; charset=utf-8" },
        { "a.json", """{"name":"项目"}"""u8.ToArray(), "application/json" },
    };

    [SkippableTheory]
    [MemberData(nameof(Accepted))]
    public async Task Save_AcceptedKind_IsKnownByItsContent(string fileName, byte[] content, string contentType)
    {
        var saved = await SaveAsync("file", fileName, content);
        Assert.Equal(contentType, saved.ContentType);
        Assert.Equal(contentType is "application/pdf" or "image/png" or "image/jpeg", saved.MayShowInline);
    }

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "a.pdf", [] },
        { "a.pdf", "<html></html>"u8.ToArray() },
        { "a.pdf", Zip("x.txt") },
        { "a.exe", "MZ\0\0"u8.ToArray() },
        { "a.html", "<script>alert(1)</script>"u8.ToArray() },
        { "a.svg", "<svg/>"u8.ToArray() },
        { "a.zip", Pdf("x") },
        { "a.docx", Zip("x.txt") },
        { "a.docx", Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin") },
        { "a.docm", Zip("[Content_Types].xml", "word/document.xml") },
        { "a.xlsx", Zip("[Content_Types].xml", "word/document.xml") },
        { "a.docx", "PK\x03\x04broken"u8.ToArray() },
        { "a.docx", Ole("EncryptedPackage") },
        { "a.xls", Ole("Workbook", "_VBA_PROJECT") },
        { "a.doc", Ole("Something") },
        { "a.txt", [0xD6, 0xD0, 0xCE, 0xC4] },
        { "a.txt", [0x41, 0x00, 0x42] },
        { "a.json", "{"u8.ToArray() },
        { "a", "text"u8.ToArray() },
        { "///", Pdf("x") },
    };

    [SkippableTheory]
    [MemberData(nameof(Refused))]
    public async Task Save_AnythingElse_IsRefusedWithAReasonAndLeavesNothing(string fileName, byte[] content)
    {
        var refused = await Assert.ThrowsAsync<DocumentRefusedException>(() => SaveAsync("file", fileName, content));
        Assert.Contains(refused.Message, c => c is >= '\u4E00' and <= '\u9FFF');
        Assert.Empty(await Store.ListAsync(_subject));
    }

    [SkippableTheory]
    [InlineData("../../etc/方案.pdf", "方案.pdf")]
    [InlineData("C:\\用户\\方案.pdf", "方案.pdf")]
    [InlineData("a\r\nSet-Cookie: x\".pdf", "aSet-Cookie x.pdf")]
    public async Task Save_FileName_LosesFoldersAndWhatWouldBreakAHeader(string given, string kept) =>
        Assert.Equal(kept, (await SaveAsync("file", given, Pdf("x"))).FileName);

    private static byte[] Pdf(string text) => Encoding.UTF8.GetBytes($"%PDF-1.7\n{text}\n%%EOF");

    private static byte[] Zip(params string[] names) => Zip([.. names.Select(name => (name, ""))]);

    private static byte[] Zip(params (string Name, string Content)[] parts)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A stream's name stands across the border of what is read at once.</summary>
    private static byte[] Ole(params string[] streams) =>
    [
        0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1,
        .. new byte[(64 * 1024) - 16],
        .. streams.SelectMany(Encoding.Unicode.GetBytes),
    ];

    private static DocumentUpload NewUpload(string subject, string name, string fileName, Stream content, string? key) =>
        new() { Subject = subject, Name = name, FileName = fileName, Content = content, UploadedBy = "sscjgj", Key = key };

    private DocumentUpload Upload(string name, string fileName, Stream content, string? key = null) => NewUpload(_subject, name, fileName, content, key);

    private Task<DocumentInfo> SaveAsync(string name, string fileName, byte[] content, string? key = null) =>
        Store.SaveAsync(Upload(name, fileName, new MemoryStream(content), key));

    private async Task<byte[]> ReadAsync(DocumentInfo document)
    {
        await using var stream = await Store.OpenReadAsync(document);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    /// <summary>A body that never ends: the limit must stop it, not its length.</summary>
    private sealed class Endless : Stream
    {
        private bool _begun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (!_begun)
                "%PDF-1.7"u8.CopyTo(buffer.AsSpan(offset));
            _begun = true;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
