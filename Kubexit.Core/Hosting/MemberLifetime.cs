using System.Runtime.InteropServices;
using Kubexit.Supervision;
using Microsoft.Extensions.Hosting;

namespace Kubexit.Hosting;

/// <summary>
/// Hands the signals to the coordinator, which may have reasons to go on serving for a while. The default lifetime stops the host at
/// once. Joins the graveyard before anything else of the host can fail.
/// </summary>
internal sealed class MemberLifetime(KubexitMember member, ReplacedLifetime replaced, IServiceProvider provider) : IHostLifetime,
    IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private IHostLifetime? _default;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        member.Join();
        if (member.IsOff) return (_default = replaced.Create(provider))?.WaitForStartAsync(cancellationToken) ?? Task.CompletedTask;
        Listen(PosixSignal.SIGTERM, Signal.Term);
        Listen(PosixSignal.SIGINT, Signal.Int);
        Listen(PosixSignal.SIGQUIT, Signal.Quit);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _default?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose()
    {
        (_default as IDisposable)?.Dispose();
        _registrations.ForEach(registration => registration.Dispose());
    }

    private void Listen(PosixSignal posix, Signal signal) => _registrations.Add(PosixSignalRegistration.Create(posix, context =>
    {
        context.Cancel = true;
        member.SendSignal(signal);
    }));
}
