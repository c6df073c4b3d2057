namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>The measurements of one peer.</summary>
internal sealed class WrapperRow(Peer peer)
{
    private bool _watchesGraveyard = peer.Path is not null;

    public Peer Peer => peer;

    public Sample Start { get; } = new();

    public Sample Death { get; } = new();

    public Sample Forward { get; } = new();

    public Sample Exit { get; } = new();

    public void Measure(WrapperTrial trial, bool isWarmup)
    {
        foreach (var trigger in Enum.GetValues<Trigger>())
        {
            if (trigger == Trigger.Death && !_watchesGraveyard) continue;
            var times = trial.Run(peer, trigger);
            if (times is null)
            {
                // An init such as tini: its child is not told of a death.
                if (trigger != Trigger.Death || !isWarmup)
                    throw new InvalidOperationException($"{peer.Name}: the child got no signal ({trigger}).");
                _watchesGraveyard = false;
            }
            else if (!isWarmup)
            {
                Add(trigger, times.Value);
            }
        }
    }

    private void Add(Trigger trigger, LifeTimes times)
    {
        Start.Add(times.StartMs);
        if (trigger == Trigger.Death) Death.Add(times.SignalUs);
        else if (trigger == Trigger.Forward) Forward.Add(times.SignalUs);
        else Exit.Add(times.ExitUs);
    }
}
