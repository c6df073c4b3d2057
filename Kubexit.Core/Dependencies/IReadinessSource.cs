namespace Kubexit.Dependencies;

/// <summary>
/// Tells when containers become ready. The graveyard is one source, the Kubernetes API another; an application that already
/// has a Kubernetes client may bring its own.
/// </summary>
public interface IReadinessSource
{
    /// <summary>
    /// Watches the named containers: current state first, then changes, without polling where the source allows it.
    /// </summary>
    /// <param name="dependencies">The dependencies that wait for <see cref="BirthCondition.Ready"/>; names are unique.</param>
    /// <param name="cancellationToken">Ends the watch. Never kills anything.</param>
    /// <returns>
    /// One <see cref="ReadinessChange.Ready"/>, <see cref="ReadinessChange.Impossible"/> or <see cref="ReadinessChange.Absent"/> for each
    /// dependency, in any order, with any number of <see cref="ReadinessChange.Delayed"/> between. Ready is latched by the caller: it
    /// need not be reported twice. The sequence may end once every dependency has been decided.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// Passing faults (a lost connection, a throttled request) are the source's own business: it reports them as
    /// <see cref="ReadinessChange.Delayed"/> and tries again. A <see cref="KubexitException"/> ends
    /// the wait. After any other exception the watch is begun anew, after a pause that grows from 250 ms to 5 s.
    /// </remarks>
    IAsyncEnumerable<ReadinessChange> WatchAsync(IReadOnlyCollection<BirthDependency> dependencies, CancellationToken cancellationToken);
}
