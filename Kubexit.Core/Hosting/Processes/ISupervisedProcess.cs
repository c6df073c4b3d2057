using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// A helper process of this application; a keyed service under the name that was given to <c>AddSupervisedProcess</c>
/// (<c>[FromKeyedServices("envoy")] ISupervisedProcess envoy</c>).
/// </summary>
/// <remarks>
/// Thread-safe. A restart is a new life: it waits for the birth dependencies anew and has a tombstone of its own, in place of the last.
/// </remarks>
public interface ISupervisedProcess
{
    /// <summary>The name of its tombstone.</summary>
    string Name { get; }

    /// <summary>Its state.</summary>
    SupervisedProcessState State { get; }

    /// <summary>The id of the process, which is that of its group too; <see langword="null"/> while none runs.</summary>
    int? ProcessId { get; }

    /// <summary>How its last life ended; <see langword="null"/> before the first end.</summary>
    CoordinatorResult? LastExit { get; }

    /// <summary>Every end of a life from now on, those by <see cref="StopAsync"/> among them, until the host has stopped.</summary>
    /// <param name="cancellationToken">Ends the watching.</param>
    /// <returns>How each life ended.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    IAsyncEnumerable<CoordinatorResult> WatchExitsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stops the process, within its grace period, and does not start it again; nothing happens when it does not run. The host goes on,
    /// whatever <see cref="SupervisedProcessOptions.HostStopsWhen"/> says.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting. The process stops all the same.</param>
    /// <returns>A task that completes when nothing is left of it.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops the process if it runs, and starts it at once. The count of restarts and their delay begin anew.</summary>
    /// <param name="cancellationToken">Ends the waiting. The process is restarted all the same.</param>
    /// <returns>A task that completes when the new life is ready.</returns>
    /// <exception cref="NotStartedException">The new life has ended before it was ready, or was stopped before it began.</exception>
    /// <exception cref="InvalidOperationException">The host has not started its processes yet, or stops.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task RestartAsync(CancellationToken cancellationToken = default);
}
