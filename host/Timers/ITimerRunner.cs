using Dazhou.FunctionsHost.Rpc;

namespace Dazhou.FunctionsHost;

/// <summary>Runs timer functions for the scheduler.</summary>
internal interface ITimerRunner
{
    /// <summary>Runs a timer function to its end.</summary>
    /// <param name="function">The function.</param>
    /// <param name="info">What it is told, as JSON.</param>
    /// <param name="attempt">How many attempts have failed before.</param>
    /// <param name="maximum">How often a failed run is tried again.</param>
    /// <param name="cancellation">Asks the function to give up.</param>
    /// <exception cref="FunctionFailedException">The function failed.</exception>
    Task RunAsync(FunctionEntry function, string info, int attempt, int maximum, CancellationToken cancellation);
}

/// <summary>A function ended with an exception.</summary>
internal sealed class FunctionFailedException(string message) : Exception(message);

/// <summary>Runs timer functions in the worker. A run that the worker's end cut short is repeated by the next worker.</summary>
internal sealed class WorkerTimerRunner(WorkerSupervisor workers, DurableBinding durable) : ITimerRunner
{
    public async Task RunAsync(FunctionEntry function, string info, int attempt, int maximum, CancellationToken cancellation)
    {
        while (true)
        {
            var request = new InvocationRequest { TraceContext = new RpcTraceContext(), RetryContext = new RetryContext { RetryCount = attempt, MaxRetryCount = maximum } };
            request.InputData.Add(new ParameterBinding { Name = function.Trigger, Data = new TypedData { Json = info } });
            durable.AddTo(request, function);
            try
            {
                var worker = await workers.GetAsync(cancellation);
                var response = await worker.InvokeAsync(function, request, cancellation);
                if (response.Result.Status != StatusResult.Types.Status.Success)
                    throw new FunctionFailedException(response.Result.Exception?.Message ?? response.Result.Result);
                return;
            }
            catch (WorkerLostException) when (!cancellation.IsCancellationRequested)
            {
                // The next worker is awaited.
            }
        }
    }
}
