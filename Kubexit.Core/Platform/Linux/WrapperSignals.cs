namespace Kubexit.Platform.Linux;

/// <summary>
/// Sorts a wrapper's signals: SIGCHLD is for the reaper, SIGCONT also for job control, our own SIGPIPE and SIGXFSZ (a write beyond ulimit
/// -f) for nobody.
/// </summary>
internal sealed class WrapperSignals : IDisposable
{
    private readonly LinuxChildLauncher _launcher;
    private readonly OrphanReaper _reaper;
    private readonly Action<int> _onSignal;
    private readonly IDisposable _listener;

    public WrapperSignals(PollEventLoop loop, LinuxChildLauncher launcher, Action<int> onSignal)
    {
        _launcher = launcher;
        _onSignal = onSignal;
        _reaper = new OrphanReaper(launcher);
        _listener = ProcessSignals.Listen(loop, OnSignal);
    }

    public void Dispose() => _listener.Dispose();

    private void OnSignal(ReceivedSignal signal)
    {
        switch (signal.Number)
        {
            case SignalName.Chld:
                _launcher.Job?.OnChildChanged();
                _reaper.ReapAll();
                break;
            case SignalName.Pipe or SignalName.Xfsz when signal.IsOwn:
                break;
            case SignalName.Cont:
                _launcher.Job?.OnContinued();
                _onSignal(signal.Number);
                break;
            default:
                _onSignal(signal.Number);
                break;
        }
    }
}
