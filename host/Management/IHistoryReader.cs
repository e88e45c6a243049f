using System.Text.Json.Nodes;

namespace Dazhou.FunctionsHost;

/// <summary>Reads the history of an instance in the form of the management API.</summary>
internal interface IHistoryReader
{
    JsonArray Read(string instanceId, bool showInput, bool showOutput);
}
