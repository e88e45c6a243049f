namespace Dazhou.Serverless.Documents;

/// <summary>How a document looks (GB/T 9704—2012).</summary>
public enum DocumentForm
{
    /// <summary>文件: red 发文机关标志 above 发文字号 and the red 分隔线; for 批复, 通报.</summary>
    Document,

    /// <summary>信函: red 发文机关标志 between red double lines, no page number on the first page; for 函, 复函, 意见.</summary>
    Letter,

    /// <summary>No 版头: for 纪要, lists and forms that accompany a document.</summary>
    Plain,
}

/// <summary>
/// An official document as its parts, in the order in which they stand on the page. What a part is left out of has no line of its own:
/// no number is invented and no empty frame printed.
/// </summary>
public sealed record OfficialDocument
{
    /// <summary>How it looks.</summary>
    public required DocumentForm Form { get; init; }

    /// <summary>发文机关标志: the issuing authority as its 版头 names it; none for <see cref="DocumentForm.Plain"/>.</summary>
    public string? Issuer { get; init; }

    /// <summary>发文字号; null where the document has none.</summary>
    public string? Number { get; init; }

    /// <summary>签发人, for a document to a higher authority; null for all others.</summary>
    public string? Signer { get; init; }

    /// <summary>标题.</summary>
    public required string Title { get; init; }

    /// <summary>What stands below the title of a form or list, e.g. as of which day; null for none.</summary>
    public string? Subtitle { get; init; }

    /// <summary>主送机关, without its colon; null for none.</summary>
    public string? Addressee { get; init; }

    /// <summary>正文.</summary>
    public required IReadOnlyList<DocumentBlock> Body { get; init; }

    /// <summary>附件, named below the text and set on pages of their own behind it.</summary>
    public IReadOnlyList<DocumentAttachment> Attachments { get; init; } = [];

    /// <summary>发文机关署名; several for a document of several authorities; none for a form.</summary>
    public IReadOnlyList<string> Signatures { get; init; } = [];

    /// <summary>成文日期; null for none.</summary>
    public DateOnly? On { get; init; }

    /// <summary>附注, e.g. who may read it; without its brackets.</summary>
    public string? Note { get; init; }

    /// <summary>版记; null for a document that goes to nobody else.</summary>
    public DocumentImprint? Imprint { get; init; }
}

/// <summary>What is attached.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Body">What it says; nothing for a file that is enclosed.</param>
public sealed record DocumentAttachment(string Title, IReadOnlyList<DocumentBlock> Body);

/// <summary>版记, at the foot of the last page.</summary>
/// <param name="CopiedTo">抄送机关; none if nobody gets a copy.</param>
/// <param name="PrintedBy">印发机关.</param>
/// <param name="PrintedOn">印发日期.</param>
public sealed record DocumentImprint(IReadOnlyList<string> CopiedTo, string PrintedBy, DateOnly PrintedOn);

/// <summary>A piece of the text; <see cref="DocumentBlocks"/> makes them.</summary>
public abstract record DocumentBlock;

/// <summary>A paragraph; each line of its text becomes one.</summary>
/// <param name="Text">The text.</param>
public sealed record TextBlock(string Text) : DocumentBlock;

/// <summary>A numbered item: 一、 （一） 1. （1） by its level; the writer counts.</summary>
/// <param name="Level">1 to 4.</param>
/// <param name="Lead">What is set off in the level's typeface: a heading, or the words before the text.</param>
/// <param name="Text">What follows on the same line; null for a heading.</param>
public sealed record ItemBlock(int Level, string Lead, string? Text) : DocumentBlock;

/// <summary>A table whose first line is repeated on every page.</summary>
/// <param name="Columns">The headings with their share of the width.</param>
/// <param name="Lines">The lines, each as long as the headings.</param>
public sealed record TableBlock(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Lines) : DocumentBlock;

/// <summary>A column.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Share">Its share of the width, of the sum of all.</param>
/// <param name="IsNumber">Whether it holds figures, which stand in the middle.</param>
public sealed record TableColumn(string Heading, int Share, bool IsNumber = false);

/// <summary>A form: headings over the whole width, labels with what was filled in, tables inside.</summary>
/// <param name="Sections">Its parts.</param>
public sealed record FormBlock(IReadOnlyList<FormSection> Sections) : DocumentBlock;

/// <summary>A part of a form.</summary>
/// <param name="Heading">What stands over it.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Declares">Whether its labels are statements, and its values a word about each.</param>
public sealed record FormSection(string Heading, IReadOnlyList<FormLine> Lines, bool Declares = false);

/// <summary>A line of a form; with a table, its label stands over it.</summary>
/// <param name="Label">What is asked.</param>
/// <param name="Value">What was filled in.</param>
/// <param name="Table">The same as a table; null for all others.</param>
public sealed record FormLine(string Label, string Value, TableBlock? Table = null);

/// <summary>A chart. What it shows also stands in a table beside it, for who cannot see it.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="IsLine">Lines over time, instead of bars side by side.</param>
/// <param name="Labels">What stands below it, from left to right.</param>
/// <param name="Series">The bars or lines.</param>
public sealed record ChartBlock(string Title, bool IsLine, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series) : DocumentBlock;

/// <summary>The bars of one colour, or a line.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">As many as the labels.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<decimal> Values);
