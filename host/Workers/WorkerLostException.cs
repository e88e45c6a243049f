namespace Dazhou.FunctionsHost;

/// <summary>The worker ended before it had answered: what it was asked is not known to be done.</summary>
internal sealed class WorkerLostException(string message) : Exception(message);
