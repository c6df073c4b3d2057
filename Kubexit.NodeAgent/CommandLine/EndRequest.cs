using System.Runtime.InteropServices;

namespace Kubexit.NodeAgent;

/// <summary>Somebody wants this process to end: TERM, INT or QUIT, or the caller's token. The signal itself does nothing more.</summary>
internal sealed class EndRequest : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;

    public EndRequest(CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations = [Listen(PosixSignal.SIGTERM), Listen(PosixSignal.SIGINT), Listen(PosixSignal.SIGQUIT)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        // Not the source: a signal's handler may still be running.
        foreach (var registration in _registrations) registration.Dispose();
    }

    private PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _source.Cancel();
    });
}
