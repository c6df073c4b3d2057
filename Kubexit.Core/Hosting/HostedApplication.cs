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

    /// <summary>Completes when the birth dependencies have come true.</summary>
    public Task Started => _started.Task;

    public int Id => Environment.ProcessId;

    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        _started.SetResult();
        return this;
    }

    public void Signal(int signal, bool group) => StopHost();

    public bool CanBeKilled => false;

    public void Kill() => StopHost();

    // The callbacks of ApplicationStopping are the application's: they must not hold up the loop.
    private void StopHost() => ThreadPool.UnsafeQueueUserWorkItem(static host => host.StopApplication(), lifetime, preferLocal: false);
}
