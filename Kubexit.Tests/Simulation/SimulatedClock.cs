namespace Kubexit.Tests.Simulation;

/// <summary>
/// The one clock of a simulated pod. Every member reads it through a provider of its own, so that a killed member's timers die with it.
/// </summary>
internal sealed class SimulatedClock
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _armed = new();
    private long _order;

    /// <summary>Since the beginning; never goes back.</summary>
    public long Now { get; private set; }

    /// <summary>What the administrator has done to the time of day.</summary>
    public TimeSpan Step { get; set; }

    public DateTimeOffset TimeOfDay => Start + TimeSpan.FromTicks(Now) + Step;

    public void Arm(SimulatedTimer timer, long due)
    {
        timer.Due = due;
        _armed.Enqueue(timer, (due, _order++));
    }

    /// <summary>Moves to the next timer that is due by then.</summary>
    /// <returns><see langword="null"/> when there is none: then it is that time.</returns>
    public SimulatedTimer? TakeDue(long until)
    {
        while (_armed.TryPeek(out var timer, out var key) && key.Due <= until)
        {
            _armed.Dequeue();

            // Armed anew or stopped since.
            if (timer.Due != key.Due) continue;
            timer.Due = -1;
            Now = Math.Max(Now, key.Due);
            return timer;
        }

        Now = Math.Max(Now, until);
        return null;
    }
}
