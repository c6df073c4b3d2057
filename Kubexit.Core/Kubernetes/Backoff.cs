namespace Kubexit.Kubernetes;

/// <summary>Delays that double from the first to the longest, each shortened by up to half at random.</summary>
internal sealed class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = First;

    /// <summary>There was progress: the next delay is none, the one after it the first.</summary>
    public void Reset() => _next = TimeSpan.Zero;

    /// <summary>The delay before the next attempt, never shorter than the server asks for.</summary>
    public TimeSpan Next(TimeSpan atLeast)
    {
        var delay = _next * (0.5 + Random.Shared.NextDouble() / 2);
        var doubled = _next * 2;
        _next = _next == TimeSpan.Zero ? First : doubled < Longest ? doubled : Longest;
        return delay > atLeast ? delay : atLeast;
    }
}
