using System.Runtime.InteropServices;

namespace Dazhou.FunctionsHost;

/// <summary>SIGTERM and SIGINT from the first line on: each asks for an orderly stop, whatever the start has come to.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    ];

    /// <summary>Fires at the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        // Not the default, which ends the process at once.
        signal.Cancel = true;
        _stop.Cancel();
    }
}
