using System.Text.Encodings.Web;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.DurableEngine.History;

/// <summary>How events are stored: as the messages of the public protocol, whose forms only grow.</summary>
internal static class HistorySerializer
{
    // Stored, never put into a page: Chinese text stays readable and takes a third of the space.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Serialize(HistoryEvent value) => value.ToByteArray();

    public static byte[] Serialize(IReadOnlyList<HistoryEvent> values) => new HistoryChunk { Events = { values } }.ToByteArray();

    public static HistoryEvent Deserialize(byte[] stored) => Checked(Parse(HistoryEvent.Parser, stored));

    public static IReadOnlyList<HistoryEvent> DeserializeMany(byte[] stored)
    {
        var events = Parse(HistoryChunk.Parser, stored).Events;
        foreach (var item in events)
        {
            Checked(item);
        }

        return events;
    }

    public static string? SerializeTags(IReadOnlyDictionary<string, string>? tags) =>
        tags is { Count: > 0 } ? JsonSerializer.Serialize(tags, s_json) : null;

    public static IReadOnlyDictionary<string, string>? DeserializeTags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(json, s_json);

    private static T Parse<T>(MessageParser<T> parser, byte[] stored)
        where T : IMessage<T>
    {
        try
        {
            return parser.ParseFrom(stored);
        }
        catch (InvalidProtocolBufferException exception)
        {
            // That is an IOException, and yet not one of the disk's.
            throw new InvalidDataException($"A stored event is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>Protobuf reads many a damaged row without a word; an event without its kind or instant is none.</summary>
    private static HistoryEvent Checked(HistoryEvent item) =>
        item.EventTypeCase != HistoryEvent.EventTypeOneofCase.None && item.Timestamp is not null
            ? item
            : throw new InvalidDataException("A stored event has no kind or no instant.");
}
