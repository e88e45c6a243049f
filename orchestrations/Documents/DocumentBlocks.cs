namespace Dazhou.Serverless.Documents;

/// <summary>A regulation on which documents rest.</summary>
/// <param name="Name">Its name, without 《》.</param>
/// <param name="Number">Its 发文字号.</param>
public sealed record Regulation(string Name, string Number)
{
    /// <summary>《…》（达市府发〔2023〕9号）</summary>
    public string Full => $"《{Name}》（{Number}）";
}

/// <summary>
/// The pieces of which every system's documents are made, so that the same thing is always said in the same words: what came in, on
/// which article, what is decided, item by item, on whose decision it rests, and how it ends.
/// </summary>
public static class DocumentBlocks
{
    /// <summary>A paragraph.</summary>
    public static DocumentBlock Text(string text) => new TextBlock(text);

    /// <summary>The opening of an answer: what came in, the article, and what follows.</summary>
    /// <param name="received">What the addressee handed in, e.g. 达州市智慧校园平台申报材料.</param>
    /// <param name="regulation">On what it is decided.</param>
    /// <param name="article">Which article, e.g. 第十条.</param>
    /// <param name="verdict">What is decided in one clause, e.g. 经审定，同意该项目立项.</param>
    /// <param name="follows">What follows, e.g. 现批复如下.</param>
    public static DocumentBlock Answer(string received, Regulation regulation, string article, string verdict, string follows)
    {
        return new TextBlock($"你单位报来的{received}收悉。根据{regulation.Full}{article}规定，{verdict}，{follows}：");
    }

    /// <summary>The opening of a document that answers nobody.</summary>
    public static DocumentBlock Opening(Regulation regulation, string article, string follows)
    {
        return new TextBlock($"根据{regulation.Full}{article}规定，{follows}：");
    }

    /// <summary>A heading over what follows: 一、 at level 1, （一） at level 2.</summary>
    public static DocumentBlock Heading(string heading, int level = 1) => new ItemBlock(level, heading, Text: null);

    /// <summary>A numbered item that begins with what it is about: 一、项目名称：…….</summary>
    public static DocumentBlock Item(string about, string text, int level = 1) => new ItemBlock(level, $"{about}：", DocumentText.Sentence(text));

    /// <summary>A numbered item in plain words, below a heading: 1. …….</summary>
    public static DocumentBlock Point(string text, int level = 3) => new ItemBlock(level, "", DocumentText.Sentence(text));

    /// <summary>On which decisions it rests: none, or one numbered item that names each.</summary>
    public static IEnumerable<DocumentBlock> Basis(IReadOnlyList<string> decisions)
    {
        return decisions.Count == 0 ? [] : [Item("审定依据", string.Join('；', decisions))];
    }

    /// <summary>特此批复。 特此函复。 特此通报。</summary>
    public static DocumentBlock Closing(string kind) => new TextBlock($"特此{kind}。");
}
