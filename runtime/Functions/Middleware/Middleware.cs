using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker.Middleware
{
    /// <summary>The rest of an invocation.</summary>
    public delegate Task FunctionExecutionDelegate(FunctionContext context);

    /// <summary>Runs around every invocation.</summary>
    public interface IFunctionsWorkerMiddleware
    {
        /// <summary>Runs around one invocation; <paramref name="next"/> is the rest of it.</summary>
        Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Builds the pipeline of the app.</summary>
    public interface IFunctionsWorkerApplicationBuilder
    {
        /// <summary>The services of the app.</summary>
        IServiceCollection Services { get; }

        /// <summary>Adds a middleware after those already added.</summary>
        IFunctionsWorkerApplicationBuilder Use(Func<Middleware.FunctionExecutionDelegate, Middleware.FunctionExecutionDelegate> middleware);
    }

    /// <summary>Options of the worker.</summary>
    public class WorkerOptions
    {
        /// <summary>Capabilities announced to a host; the local runtime has no other process to tell.</summary>
        public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

        /// <summary>Whether exceptions of functions are passed on unwrapped; here they always are.</summary>
        public bool EnableUserCodeException { get; set; } = true;
    }
}
