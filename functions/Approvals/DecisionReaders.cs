using Dazhou.Serverless.Approvals;
using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Approvals;

/// <summary>抄送: reads the persons an approver wants to tell of a decision.</summary>
public sealed class DecisionReaders(IDirectory directory, TimeProvider time)
{
    private const int Most = 20;
    private static readonly char[] Separators = ['、', ',', '，', ';', '；', ' ', '\t', '\r', '\n'];

    /// <summary>Returns the decision with its readers; a fault if a person is not in the directory.</summary>
    public async Task<(DecisionInput Input, Fault? Fault)> ReadAsync(DecisionInput input, string person, IFormCollection form, CancellationToken cancellationToken)
    {
        var today = time.GetChinaToday();
        var (readers, unknown) = (new List<Reader>(), new List<string>());
        var named = form["readerMails"].ToString().Split(Separators, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var chosen = form["readers"].OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        if (named.Count + chosen.Count > Most)
            return (input, new Fault("readerMails", $"抄送不超过{Most}人。"));
        foreach (var id in chosen)
            Add(await directory.FindPersonAsync(id, cancellationToken), id);
        foreach (var mail in named)
            Add(await directory.FindPersonByMailAsync(mail, cancellationToken), mail);
        return unknown.Count == 0
            ? (input with { Readers = readers }, null)
            : (input, new Fault("readerMails", $"人员名录中没有{string.Join('、', unknown)}或者已经离任，抄送只能发给人员名录中登记的在任人员。"));

        void Add(PersonRow? reader, string text)
        {
            if (reader?.ServesOn(today) != true)
                unknown.Add(text);
            else if (reader.Id != person && readers.All(other => other.Person != reader.Id))
                readers.Add(new(reader.Id, reader.Name));
        }
    }
}
