using Dazhou.Serverless.Ledgers;
using Dazhou.Serverless.Subjects;

namespace Dazhou.Serverless.Functions.Ledgers;

/// <summary>Finds ledgers by title and number, and their tasks by title.</summary>
public sealed class LedgerSearch(LedgerDesk desk, LedgerBook book, TimeProvider time) : ISubjectSearch
{
    private const int Most = 20;

    /// <inheritdoc/>
    public string Heading => "督办台账";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SubjectFound>> FindAsync(string text, SubjectReader reader, CancellationToken cancellation = default)
    {
        var (found, today) = (new List<SubjectFound>(), time.GetChinaToday());
        foreach (var ledger in await desk.ListAsync(reader, cancellation))
        {
            if (found.Count >= Most) break;
            if (Has(ledger.Title) || Has(ledger.Document)) found.Add(new(LedgerSubject.Of(ledger.Id), ledger.Title, ledger.Document));
            found.AddRange((await book.IndexAsync(ledger, cancellation)).Where(task => Has(task.Title)).Select(task => new SubjectFound(
                LedgerSubject.OfTask(ledger.Id, task.Key), $"{task.Key}. {task.Title}", $"{ledger.Title} · {TaskTexts.Chinese(task.StatusOn(today, ledger))}")));
        }

        return [.. found.Take(Most)];

        bool Has(string value) => value.Contains(text, StringComparison.OrdinalIgnoreCase);
    }
}
