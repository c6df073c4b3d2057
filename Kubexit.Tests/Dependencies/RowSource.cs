using System.Runtime.CompilerServices;
using Kubexit.Dependencies;

namespace Kubexit.Tests.Dependencies;

/// <summary>The example of docs/cluster.md, word for word: a test holds the two together.</summary>
internal sealed class RowSource(Func<string, CancellationToken, Task<bool>> exists, TimeSpan period, TimeProvider time) : IReadinessSource
{
    public bool Tells(BirthDependency dependency) => dependency.Name.StartsWith("row/", StringComparison.Ordinal);

    public async IAsyncEnumerable<ReadinessChange> WatchAsync(
        IReadOnlyCollection<BirthDependency> dependencies, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var missing = dependencies.Select(dependency => dependency.Name).ToList();
        using var timer = new PeriodicTimer(period, time);
        do
        {
            foreach (var name in missing.ToArray())
            {
                if (!await exists(name["row/".Length..], cancellationToken)) continue;
                missing.Remove(name);
                yield return ReadinessChange.Ready(name);
            }

            if (missing.Count == 0) yield break;
            yield return ReadinessChange.Delayed($"no row {string.Join(", ", missing)} yet");
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
