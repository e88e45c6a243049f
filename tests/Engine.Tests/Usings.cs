global using Kind = Microsoft.DurableTask.Protobuf.HistoryEvent.EventTypeOneofCase;
