namespace Kubexit.Dependencies;

/// <summary>
/// Tells when dependencies become ready. The graveyard is one source, the Kubernetes API another; an application brings its own for a
/// Kubernetes client that it has already, or for a kind of dependency that only it knows (<c>row/orders</c>, say).
/// </summary>
public interface IReadinessSource
{
    /// <summary>
    /// Whether this source tells of a dependency. By default of every container that is waited for to be ready: every name without a slash.
    /// A kind of the application's own is <c>KIND/NAME</c>, with any condition; the source says of it <see cref="ReadinessChange.Ready"/>
    /// when the condition has come true.
    /// </summary>
    /// <param name="dependency">The dependency.</param>
    /// <returns><see langword="true"/> when nobody else is to be asked; the answer for one dependency never changes.</returns>
    bool Tells(BirthDependency dependency) => dependency.Condition == BirthCondition.Ready && !dependency.Name.Contains('/');

    /// <summary>
    /// Watches the named containers: current state first, then changes, without polling where the source allows it.
    /// </summary>
    /// <param name="dependencies">The dependencies that this source tells of (<see cref="Tells"/>); names are unique.</param>
    /// <param name="cancellationToken">Ends the watch. Never kills anything.</param>
    /// <returns>
    /// One <see cref="ReadinessChange.Ready"/>, <see cref="ReadinessChange.Impossible"/> or <see cref="ReadinessChange.Absent"/> for each
    /// dependency, in any order, with any number of <see cref="ReadinessChange.Delayed"/> between. Ready is latched by the caller: it
    /// need not be reported twice. The sequence may end once every dependency has been decided.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>
    /// Passing faults (a lost connection, a throttled request) are the source's own business: it reports them as
    /// <see cref="ReadinessChange.Delayed"/> and tries again. A <see cref="KubexitException"/> ends the wait. After any other exception the
    /// watch is begun anew, after a pause that grows from 250 ms to 5 s.
    /// </remarks>
    IAsyncEnumerable<ReadinessChange> WatchAsync(IReadOnlyCollection<BirthDependency> dependencies, CancellationToken cancellationToken);
}
