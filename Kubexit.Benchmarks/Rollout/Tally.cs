using System.Collections.Concurrent;

namespace Kubexit.Benchmarks.Rollout;

/// <summary>What became of the requests of one kind of client.</summary>
internal sealed class Tally(string kind)
{
    private int _requests;

    public string Kind => kind;

    public int Requests => Volatile.Read(ref _requests);

    public int Lost => Causes.Values.Sum();

    /// <summary>Why requests were lost, and how often.</summary>
    public ConcurrentDictionary<string, int> Causes { get; } = new();

    public void Served() => Interlocked.Increment(ref _requests);

    public void LostBy(string cause)
    {
        Interlocked.Increment(ref _requests);
        Causes.AddOrUpdate(cause, 1, (_, count) => count + 1);
    }
}
