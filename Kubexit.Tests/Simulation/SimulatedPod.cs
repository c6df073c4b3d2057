using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// All wrappers of a pod in one process, under one schedule: the real coordinators, trackers, observers and tombstones over a graveyard
/// in memory and a
/// virtual clock. Everything that happens, happens in an order that the schedule decides; the same schedule is the same run.
/// </summary>
internal sealed class SimulatedPod
{
    /// <summary>Long enough for everything that is limited in time to be over, one after the other.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(120);

    private readonly Random _order;
    private readonly Queue<Action> _outside = [];
    private readonly List<SimulatedProcess> _busy = [];

    private SimulatedPod(int seed)
    {
        _order = new Random(seed);
        Check = new Invariants(this);
        Members = PodShape.Of(_order);
    }

    public SimulatedClock Clock { get; } = new();

    public FakeGraveyardStore Graveyard { get; } = new();

    public IReadOnlyList<SimulatedMember> Members { get; }

    public Invariants Check { get; }

    public SimulatedMember Of(string name) => Members.First(m => m.Name == name);

    /// <summary>Runs a schedule to its end.</summary>
    /// <param name="schedule">
    /// The seed of the pod and of the order in which its processes run; then one number for each thing that happens to it.
    /// </param>
    /// <returns>What must not be; <see langword="null"/> when all was well.</returns>
    public static string? Run(IReadOnlyList<int> schedule)
    {
        var pod = new SimulatedPod(schedule.Count > 0 ? schedule[0] : 0);
        foreach (var member in pod.Members) pod.Begin(member);
        for (var i = 1; i < schedule.Count && pod.Check.Violation is null; i++)
        {
            Happening.Of(schedule[i] & int.MaxValue, pod);
            for (var turns = pod._order.Next(8); turns > 0 && pod.Turn();) turns--;
        }

        pod.Settle();
        return pod.Check.Violation;
    }

    public void Begin(SimulatedMember member) => member.Lives.Add(new SimulatedProcess(this, member));

    /// <summary>Runs what belongs to no process of ours: the end of a child.</summary>
    public void PostOutside(Action action) => _outside.Enqueue(action);

    /// <summary>Lets time pass; whoever has something to do does it before the next timer rings.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Clock.Now + by.Ticks;
        do
        {
            while (Turn())
            {
            }
        }
        while (RingNext(until));
    }

    private bool RingNext(long until)
    {
        if (Clock.TakeDue(until) is not { } timer) return false;
        timer.Ring();
        return true;
    }

    /// <summary>One action of one process, whichever the order says.</summary>
    private bool Turn()
    {
        while (_outside.TryDequeue(out var action)) action();
        _busy.Clear();
        foreach (var member in Members)
        {
            if (member.Current.HasWork) _busy.Add(member.Current);
        }

        if (_busy.Count == 0) return false;
        _busy[_busy.Count == 1 ? 0 : _order.Next(_busy.Count)].Turn();
        return true;
    }

    private void Settle()
    {
        foreach (var member in Members) (member.CannotWrite, member.Current.IsFrozen) = (false, false);
        Advance(Aftermath);
        Check.AtTheEnd();
    }
}
