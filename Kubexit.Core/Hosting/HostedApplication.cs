using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.Hosting;

namespace Kubexit.Hosting;

/// <summary>
/// The application as its own coordinator's child: to start it is to open the gate, every signal asks the host to stop, and nothing can
/// kill it. Its end is the process's, which <see cref="KubexitMember"/> sees.
/// </summary>
internal sealed class HostedApplication(IHostApplicationLifetime lifetime) : IChildLauncher, IChildProcess
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<TimeSpan>? _timeToServeOn;
    private TimeProvider? _time;
    private ITimer? _end;

    /// <summary>Completes when the birth dependencies have come true.</summary>
    public Task Started => _started.Task;

    public int Id => Environment.ProcessId;

    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        _started.SetResult();
        return this;
    }

    /// <summary>Makes the first stop wait, so that requests on their way here are still served.</summary>
    /// <param name="remaining">How long, asked when the stop is due.</param>
    /// <param name="time">The clock.</param>
    public void ServeOn(Func<TimeSpan> remaining, TimeProvider time) => (_timeToServeOn, _time) = (remaining, time);

    // On the loop, as everything that comes from the coordinator. A second signal wants no more waiting.
    public void Signal(int signal, bool group)
    {
        var wait = _timeToServeOn?.Invoke() ?? TimeSpan.Zero;
        _timeToServeOn = null;
        if (wait > TimeSpan.Zero) _end = _time!.CreateTimer(_ => StopHost(), null, wait, Timeout.InfiniteTimeSpan);
        else StopHost();
    }

    public bool CanBeKilled => false;

    public void Kill() => StopHost();

    // The callbacks of ApplicationStopping are the application's: they must not hold up the loop.
    private void StopHost()
    {
        _end?.Dispose();
        ThreadPool.UnsafeQueueUserWorkItem(static host => host.StopApplication(), lifetime, preferLocal: false);
    }
}
