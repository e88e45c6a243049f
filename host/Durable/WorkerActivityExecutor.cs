using System.Text.Json;
using Dazhou.FunctionsHost.Rpc;
using Microsoft.DurableTask.Protobuf;

namespace Dazhou.FunctionsHost;

/// <summary>Has the worker run an activity.</summary>
internal sealed class WorkerActivityExecutor(WorkerSupervisor workers, FunctionCatalog catalog, DurableBinding durable) : IActivityExecutor
{
    /// <inheritdoc/>
    public async Task<ActivityOutcome> RunAsync(ActivityCall call, CancellationToken cancellation)
    {
        if (catalog.FindActivity(call.Name) is not { } function)
        {
            return new(null, new TaskFailureDetails
            {
                ErrorType = "FunctionNotFound",
                ErrorMessage = $"The function '{call.Name}' doesn't exist, is disabled, or is not an activity function.",
                IsNonRetriable = true,
            });
        }

        var invocation = new InvocationRequest { TraceContext = Traces.From(call.TraceParent) };
        var data = new TypedData();
        if (ActivityValues.Unwrap(call.Input) is { } input)
            data.String = input;
        invocation.InputData.Add(new ParameterBinding { Name = function.Trigger, Data = data });
        invocation.TriggerMetadata["instanceId"] = new TypedData { String = call.InstanceId };
        durable.AddTo(invocation, function);

        var worker = await workers.GetAsync(cancellation);
        var response = await worker.InvokeAsync(function, invocation, cancellation);
        if (response.Result.Status == StatusResult.Types.Status.Success)
            return new(ActivityValues.Result(response.ReturnValue));

        // Told to give up by the host: not the activity's own failure.
        cancellation.ThrowIfCancellationRequested();
        return new(null, ActivityValues.Failure(response.Result));
    }
}

/// <summary>The forms that values of activities have between engine and worker.</summary>
internal static class ActivityValues
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The input comes in an array of one, for the sake of older languages' several arguments.</summary>
    public static string? Unwrap(string? input)
    {
        if (input is null || !input.AsSpan().TrimStart().StartsWith("["))
            return input;

        using var document = JsonDocument.Parse(input);
        return document.RootElement.GetArrayLength() == 1 ? document.RootElement[0].GetRawText() : input;
    }

    /// <summary>The result as JSON: a text comes bare, anything else as JSON.</summary>
    public static string? Result(TypedData? value) => value?.DataCase switch
    {
        TypedData.DataOneofCase.String => JsonSerializer.Serialize(value.String, Readable),
        TypedData.DataOneofCase.Json => value.Json,
        TypedData.DataOneofCase.Bytes => JsonSerializer.Serialize(value.Bytes.ToBase64(), Readable),
        TypedData.DataOneofCase.Stream => JsonSerializer.Serialize(value.Stream.ToBase64(), Readable),
        TypedData.DataOneofCase.Int => JsonSerializer.Serialize(value.Int),
        TypedData.DataOneofCase.Double => JsonSerializer.Serialize(value.Double),
        _ => null,
    };

    /// <summary>Why an activity failed: the durable middleware sends it as JSON in place of the exception's message.</summary>
    public static TaskFailureDetails Failure(StatusResult result)
    {
        var message = result.Exception?.Message ?? result.Result;
        if (message.StartsWith('{'))
        {
            try
            {
                using var document = JsonDocument.Parse(message);
                return Read(document.RootElement);
            }
            catch (JsonException)
            {
                // Then it is a message like any other.
            }
        }

        // "Type: message", and the stack below.
        var end = message.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? message : message[..end].TrimEnd();
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return new TaskFailureDetails
        {
            ErrorType = colon > 0 ? line[..colon] : "(unknown)",
            ErrorMessage = colon > 0 ? line[(colon + 2)..] : line,
            StackTrace = result.Exception?.StackTrace ?? "",
        };
    }

    private static TaskFailureDetails Read(JsonElement element)
    {
        var details = new TaskFailureDetails();
        foreach (var property in element.EnumerateObject())
        {
            switch (property.Name.ToUpperInvariant())
            {
                case "ERRORTYPE":
                    details.ErrorType = property.Value.GetString() ?? "";
                    break;
                case "ERRORMESSAGE":
                    details.ErrorMessage = property.Value.GetString() ?? "";
                    break;
                case "STACKTRACE":
                    details.StackTrace = property.Value.GetString();
                    break;
                case "ISNONRETRIABLE":
                    details.IsNonRetriable = property.Value.ValueKind == JsonValueKind.True;
                    break;
                case "INNERFAILURE" when property.Value.ValueKind == JsonValueKind.Object:
                    details.InnerFailure = Read(property.Value);
                    break;
            }
        }

        return details;
    }
}
