using Kubexit.Graveyards;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks.Watching;

/// <summary>What a wrapper does: it has read the tombstone and asked for its lock.</summary>
internal sealed class GraveyardTombstones : Watcher
{
    public override string Name => "graveyard observer, tombstone and lock";

    public override bool ReadsTombstone => true;

    public override IDisposable Watch(string directory, Action onKnown) => LoopWatch.Start(loop =>
    {
        var observer = new GraveyardObserver(new Graveyard(directory).Store, loop, ["client"], NullLogger.Instance, o =>
        {
            if (o.IsDead) onKnown();
        });
        observer.Start(TimeSpan.FromSeconds(10));
        return observer;
    });
}
