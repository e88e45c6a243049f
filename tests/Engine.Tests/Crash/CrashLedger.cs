using System.Text.Json;

namespace Engine.Tests.Crash;

/// <summary>What clients were promised over all rounds, held against how everything ended.</summary>
internal sealed class CrashLedger
{
    private readonly Dictionary<string, int> _created = [];
    private readonly Dictionary<string, List<int>> _raised = [];
    private readonly Dictionary<string, HashSet<int>> _attempted = [];

    public int Created => _created.Count;

    public int Raised => _raised.Values.Sum(items => items.Count);

    public void Add(IEnumerable<string> lines)
    {
        foreach (var words in lines.Select(line => line.Split(' ')).Where(words => words.Length == 3))
        {
            var (id, number) = (words[1], words[2]);
            switch (words[0])
            {
                case "created":
                    _created.Add(id, int.Parse(number));
                    break;
                case "raising":
                    Of(_attempted, id).Add(int.Parse(number));
                    break;
                case "raised":
                    Of(_raised, id).Add(int.Parse(number));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Every broken promise, in words.</summary>
    public IEnumerable<string> Check(IEnumerable<string> lines)
    {
        var ended = lines.Where(line => line.StartsWith("ended ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', 4))
            .ToDictionary(words => words[1], words => (Status: words[2], Output: words[3]));
        foreach (var (id, number) in _created)
        {
            if (!ended.TryGetValue(id, out var end))
            {
                yield return $"{id} was acknowledged and is gone";
            }
            else if (end.Status != "Completed")
            {
                yield return $"{id} ended as {end.Status}";
            }
            else if (Expected(id, number) is { } expected && expected.ToString() != end.Output)
            {
                yield return $"{id} ended with {end.Output} instead of {expected}";
            }
        }

        foreach (var (id, attempted) in _attempted.Where(item => ended.ContainsKey(item.Key)))
        {
            var taken = JsonSerializer.Deserialize<int[]>(ended[id].Output)!;
            var raised = _raised.GetValueOrDefault(id, []);
            if (!taken.Where(raised.Contains).SequenceEqual(raised) || taken.Distinct().Count() != taken.Length || !taken.All(attempted.Contains))
            {
                yield return $"{id} took [{string.Join(' ', taken)}]; acknowledged were [{string.Join(' ', raised)}]";
            }
        }
    }

    /// <summary>Every activity that ran although its outcome was already committed.</summary>
    public static IEnumerable<string> Repeated(IEnumerable<string> log)
    {
        var committed = new HashSet<string>(StringComparer.Ordinal);
        var generations = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var words in log.Select(line => line.Split(' ')))
        {
            switch (words[0])
            {
                case "C":
                    committed.Add(words[1]);
                    break;
                case "G":
                    generations[words[1]] = int.Parse(words[2]);
                    break;
                default:
                    var task = words[1].Split(':');
                    if (committed.Contains(words[1]) || (generations.TryGetValue(task[0], out var generation) && int.Parse(task[1]) < generation))
                    {
                        yield return words[1];
                    }

                    break;
            }
        }
    }

    private static int? Expected(string id, int number) => id.Split('-')[0] switch
    {
        "Chain" => number + 3,
        "Fan" => (number * 8) + 28 + 8,
        "Sleep" => number + 2,
        "Family" => (number * 2) + 5,
        "Flaky" => (number * 2) + 1,
        _ => null,
    };

    private static TCollection Of<TCollection>(Dictionary<string, TCollection> map, string id)
        where TCollection : new() => map.TryGetValue(id, out var found) ? found : map[id] = new TCollection();
}
