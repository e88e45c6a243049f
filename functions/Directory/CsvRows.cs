using System.Text;

namespace Dazhou.Serverless.Functions.Directory;

/// <summary>Reads CSV (RFC 4180) in one pass, in time linear in its length; MiniExcel, which writes it, needs quadratic time for a long line.</summary>
internal static class CsvRows
{
    /// <summary>Returns the rows with trimmed cells; an empty line is a row without content, as in Excel.</summary>
    public static IEnumerable<string[]> Read(byte[] file, Encoding encoding, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new MemoryStream(file), encoding);
        var buffer = new char[16 * 1024];
        var cells = new List<string>();
        var cell = new StringBuilder();
        var (quoted, afterQuote, began, read) = (false, false, false, 0L);
        int filled;
        while ((filled = reader.Read(buffer, 0, buffer.Length)) > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < filled; i++)
            {
                var c = buffer[i];
                began = true;
                if (afterQuote && c == '"')
                {
                    // Within quotes, two quotes mean one.
                    (quoted, afterQuote) = (true, false);
                    Append(c);
                }
                else if (quoted && c == '"')
                {
                    (quoted, afterQuote) = (false, true);
                }
                else if (!quoted && c == '"' && cell.Length == 0 && !afterQuote)
                {
                    quoted = true;
                }
                else if (!quoted && c == ',')
                {
                    End();
                }
                else if (!quoted && c == '\n')
                {
                    yield return Row();
                }
                else if (quoted || c != '\r')
                {
                    afterQuote = false;
                    Append(c);
                }
            }
        }

        if (quoted)
            throw new SheetFileException("有引号没有配对，无法分出单元格。");
        if (began)
            yield return Row();

        void Append(char c)
        {
            cell.Append(c);
            SheetLimits.Cell(cell.Length);
        }

        void End()
        {
            afterQuote = false;
            cells.Add(cell.ToString().Trim());
            cell.Clear();
            SheetLimits.Columns(cells.Count);
            SheetLimits.Cells(++read);
        }

        string[] Row()
        {
            End();
            string[] row = [.. cells];
            cells.Clear();
            began = false;
            return row;
        }
    }
}
