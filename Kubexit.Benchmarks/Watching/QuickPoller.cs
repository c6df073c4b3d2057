namespace Kubexit.Benchmarks.Watching;

/// <summary>Ten times a second.</summary>
internal sealed class QuickPoller : Poller
{
    public override string Name => "poll each 100 ms";

    public override TimeSpan Period => TimeSpan.FromMilliseconds(100);
}
