using System.IO.Compression;
using System.Text;
using Dazhou.Serverless.Functions.Directory;

namespace Functions.Tests.Directories;

/// <summary>Files that are small to send and large to read.</summary>
public sealed class SheetFilesTests
{
    [Theory]
    [InlineData("a,b\n1,2\n", "a,b|1,2")]
    [InlineData("a,b\r\n\r\n1,2", "a,b|1,2")]
    [InlineData("a,b\n\"1,\n\"\"x\"\"\", 2 \n", "a,b|1,\n\"x\",2")]
    [InlineData("a,b,,\n1", "a,b|1")]
    [InlineData("\uFEFFa,b\n1,x\"y", "a,b|1,x\"y")]
    public void Read_Csv_IsTakenAsExcelWritesIt(string file, string cells)
    {
        var sheet = Read(Encoding.UTF8.GetBytes(file));
        Assert.Equal(cells, string.Join('|', sheet.Rows.Select(row => row.Cells).Prepend(sheet.Header).Select(row => string.Join(',', row))));
    }

    [Fact]
    public void Read_Csv_NumbersItsRowsAsExcelDoes() => Assert.Equal([2, 4], Read("a\n1\n\n2"u8.ToArray()).Rows.Select(row => row.Number));

    public static TheoryData<string, string> LargeCsv => new()
    {
        { new string(',', 40_000), "超过100列" },
        { "a\n" + string.Concat(Enumerable.Repeat("x\n", 20_000)), "超过20000行" },
        { new string('x', 40_000), "超过32767个字符" },
        { string.Concat(Enumerable.Repeat(new string(',', 99) + "\n", 4_001)), "超过400000个单元格" },
        { "a\n\"x", "引号" },
    };

    [Theory]
    [MemberData(nameof(LargeCsv))]
    public void Read_CsvBeyondTheLimits_SaysWhich(string file, string reason) =>
        Assert.Contains(reason, Assert.Throws<SheetFileException>(() => Read(Encoding.UTF8.GetBytes(file))).Message, StringComparison.Ordinal);

    public static TheoryData<string, string> LargeSheets => new()
    {
        { Rows(Enumerable.Range(1, 400_001).Select(_ => "<c><v>1</v></c>")), "超过400000个单元格" },
        { Rows(["<c r=\"XFD1\"><v>1</v></c>"]), "超过100列" },
        { Rows(["<c r=\"A1048576\"><v>1</v></c>"]), "超过20000行" },
        { "<worksheet><dimension ref=\"A1:XFD9\"/><sheetData/></worksheet>", "超过100列" },
        { "<worksheet><sheetData><row r=\"99999999999\"/></sheetData></worksheet>", "超过20000行" },
        { $"<worksheet>{new string(' ', 65 * 1024 * 1024)}</worksheet>", "64 MB" },
        { "<!DOCTYPE x [<!ENTITY e \"x\">]><worksheet>&e;</worksheet>", "不是可读的" },
    };

    [Theory]
    [MemberData(nameof(LargeSheets))]
    public void Read_WorkbookBeyondTheLimits_SaysWhich(string sheet, string reason)
    {
        var file = Workbook(sheet);
        Assert.True(file.Length < 1024 * 1024, $"{file.Length} bytes are no small file.");
        Assert.Contains(reason, Assert.Throws<SheetFileException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WorkbookThatLiesAboutItsSize_IsStillHeldToIt()
    {
        var file = Workbook($"<worksheet>{new string(' ', 65 * 1024 * 1024)}</worksheet>");
        // The size that the directory of the archive claims for its last part, 24 bytes after the beginning of the entry.
        var entry = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(file.AsSpan(entry + 24), 1000u);
        Assert.Throws<SheetFileException>(() => Read(file));
    }

    [Fact]
    public void Read_OneLongTextInManyCells_IsRefused()
    {
        var text = " " + new string('字', 30_000);
        var file = Workbook(
            Rows(Enumerable.Range(1, 400).Select(row => $"</row><row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c>")).Replace("<row r=\"1\"></row>", "", StringComparison.Ordinal),
            $"<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><si><t xml:space=\"preserve\">{text}</t></si></sst>");
        Assert.Contains("个字符", Assert.Throws<SheetFileException>(() => Read(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WhoseCallerHasGone_Stops(bool workbook)
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SheetFiles.Read(workbook ? Workbook(Rows(["<c r=\"A1\"><v>1</v></c>"])) : "a,b\n1,2"u8.ToArray(), "people", gone.Token));
    }

    private static Dazhou.Serverless.Directory.Sheet Read(byte[] file) => SheetFiles.Read(file, "people", CancellationToken.None).Values.Single();

    private static string Rows(IEnumerable<string> cells) =>
        $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\">{string.Concat(cells)}</row></sheetData></worksheet>";

    private static byte[] Workbook(string sheet, string? texts = null)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>");
            Add("xl/workbook.xml", """
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
                <sheets><sheet name="人员" sheetId="1" r:id="r1"/></sheets></workbook>
                """);
            Add("xl/_rels/workbook.xml.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
                """);
            if (texts is not null)
                Add("xl/sharedStrings.xml", texts);
            Add("xl/worksheets/sheet1.xml", sheet);

            void Add(string name, string content)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return bytes.ToArray();
    }
}
