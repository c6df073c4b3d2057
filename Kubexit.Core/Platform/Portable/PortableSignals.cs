using System.Runtime.InteropServices;

namespace Kubexit.Platform.Portable;

/// <summary>The signals that .NET knows everywhere. Enough for a developer's laptop.</summary>
internal sealed class PortableSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    public PortableSignals(IEventLoop loop, Action<int> onSignal)
    {
        _registrations =
        [
            Listen(PosixSignal.SIGTERM, SignalName.Term),
            Listen(PosixSignal.SIGINT, SignalName.Int),
            Listen(PosixSignal.SIGQUIT, SignalName.Quit),
            Listen(PosixSignal.SIGHUP, SignalName.Hup),
        ];

        PosixSignalRegistration Listen(PosixSignal posix, int signal) => PosixSignalRegistration.Create(posix, context =>
        {
            context.Cancel = true;
            loop.Post(() => onSignal(signal));
        });
    }

    public void Dispose() => Array.ForEach(_registrations, r => r.Dispose());
}
