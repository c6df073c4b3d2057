namespace Kubexit.Benchmarks.Watching;

/// <summary>Once a second.</summary>
internal sealed class SlowPoller : Poller
{
    public override string Name => "poll each 1 s";

    public override TimeSpan Period => TimeSpan.FromSeconds(1);
}
