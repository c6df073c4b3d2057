namespace Kubexit.Platform;

/// <summary>Starts child processes.</summary>
internal interface IChildLauncher
{
    /// <summary>Starts a child as the leader of a process group of its own. On the event loop only.</summary>
    /// <param name="info">What to start.</param>
    /// <param name="onExit">Called once on the loop after the child has ended, the rest of its group has been killed and it has been
    /// reaped.</param>
    /// <param name="onLeaderEnded">
    /// Called once when the child has ended and others of its group live on: they may until the last has gone by itself or
    /// <see cref="IChildProcess.Kill"/> ends them. <see langword="null"/>: they are killed at once.
    /// </param>
    /// <exception cref="ChildStartException">Nothing was started.</exception>
    IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded = null);
}
