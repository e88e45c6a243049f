namespace Dazhou.Serverless.Records;

/// <summary>An accepted kind of file.</summary>
/// <param name="ContentType">The media type for downloads.</param>
/// <param name="MayShowInline">Whether browsers may display it.</param>
/// <param name="Extensions">The permitted extensions.</param>
internal sealed record DocumentKind(string ContentType, bool MayShowInline, params string[] Extensions)
{
    public static readonly DocumentKind Pdf = new("application/pdf", true, ".pdf");
    public static readonly DocumentKind Png = new("image/png", true, ".png");
    public static readonly DocumentKind Jpeg = new("image/jpeg", true, ".jpg", ".jpeg");
    public static readonly DocumentKind Docx = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false, ".docx");
    public static readonly DocumentKind Xlsx = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false, ".xlsx");
    public static readonly DocumentKind Pptx = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", false, ".pptx");
    public static readonly DocumentKind Doc = new("application/msword", false, ".doc");
    public static readonly DocumentKind Xls = new("application/vnd.ms-excel", false, ".xls");
    public static readonly DocumentKind Ofd = new("application/ofd", false, ".ofd");
    public static readonly DocumentKind Zip = new("application/zip", false, ".zip");
    public static readonly DocumentKind Text = new("text/plain; charset=utf-8", false, ".txt");
    public static readonly DocumentKind Csv = new("text/csv; charset=utf-8", false, ".csv");
    public static readonly DocumentKind Json = new("application/json", false, ".json");

    public const string Accepted = "PDF、DOCX、XLSX、PPTX、DOC、XLS、OFD、PNG、JPEG、TXT、CSV、JSON（UTF-8）、ZIP";
}
