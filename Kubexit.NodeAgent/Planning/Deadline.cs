namespace Kubexit.NodeAgent;

/// <summary>
/// A time of the end that no change of the wall clock can move: it is turned into time left once, and counts down monotonically.
/// </summary>
internal sealed class Deadline(DateTimeOffset began, DateTimeOffset endsAt, TimeProvider time)
{
    private readonly TimeSpan _left = endsAt - time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    /// <summary>From the notice to the end: what the parts of the plan are measured against, the same after a restart.</summary>
    public TimeSpan Total => endsAt - began;

    /// <summary>Negative once the end has passed.</summary>
    public TimeSpan Left => _left - time.GetElapsedTime(_started);
}
