using System.Collections.Concurrent;
using Kubexit.Dependencies;

namespace Kubexit.Tests.Kubernetes;

/// <summary>A readiness source that is being listened to; everything it says is kept.</summary>
internal sealed class ReadinessRun : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly ConcurrentQueue<ReadinessChange> _changes = [];

    public ReadinessRun(IReadinessSource source, IEnumerable<string> containers)
    {
        BirthDependency[] dependencies =
            [.. containers.Select(name => new BirthDependency(name.TrimEnd('?'), IsOptional: name.EndsWith('?')))];
        Ended = Task.Run(async () =>
        {
            await foreach (var change in source.WatchAsync(dependencies, _cancel.Token)) _changes.Enqueue(change);
        });
    }

    /// <summary>Completes when the sequence has ended; faults as it does.</summary>
    public Task Ended { get; }

    public IReadOnlyList<ReadinessChange> Changes => [.. _changes];

    /// <summary>Everything that is not a mere delay.</summary>
    public IReadOnlyList<ReadinessChange> Decisions => [.. _changes.Where(change => change is not ReadinessChange.IsDelayed)];

    public CancellationToken Token => _cancel.Token;

    public void Cancel() => _cancel.Cancel();

    public async Task<IReadOnlyList<ReadinessChange>> DecisionsAsync()
    {
        await Ended.WaitAsync(TimeSpan.FromSeconds(30));
        return Decisions;
    }

    /// <summary>The reason of the one decision that ends the whole wait.</summary>
    public async Task<string> EndOfWaitAsync()
    {
        var end = Assert.IsType<ReadinessChange.IsImpossible>(Assert.Single(await DecisionsAsync()));
        Assert.Null(end.Name);
        return end.Reason;
    }

    public Task UntilDelayedAsync(string fragment) =>
        KubernetesApi.Eventually.TrueAsync(() => Changes.OfType<ReadinessChange.IsDelayed>().Any(delay => delay.Reason.Contains(fragment)));

    public void Dispose()
    {
        _cancel.Cancel();
        try
        {
            Ended.Wait(TimeSpan.FromSeconds(30));
        }
        catch (AggregateException)
        {
            // A test that cares looks at the task itself.
        }
    }
}
