using Kubexit.Supervision;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// All wrappers of a pod in one process, under one schedule: the real coordinators, trackers, observers and tombstones over a graveyard in
/// memory and a virtual clock. Everything that happens, happens in an order that the schedule decides; the same schedule is the same run.
/// </summary>
internal sealed class SimulatedPod
{
    /// <summary>Long enough for everything that is limited in time to be over, one after the other.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(120);

    private readonly Func<int, int> _choose;
    private readonly Queue<Action> _outside = [];
    private readonly List<SimulatedProcess> _busy = [];

    /// <summary>All its members begin.</summary>
    /// <param name="members">Who they are.</param>
    /// <param name="choose">Decides what is open: a number below the one it is given.</param>
    public SimulatedPod(IReadOnlyList<SimulatedMember> members, Func<int, int> choose)
    {
        (Members, _choose) = (members, choose);
        Check = new Invariants(this);
        foreach (var member in members) Begin(member);
    }

    public SimulatedClock Clock { get; } = new();

    public FakeGraveyardStore Graveyard { get; } = new();

    public IReadOnlyList<SimulatedMember> Members { get; }

    public Invariants Check { get; }

    public SimulatedMember Of(string name) => Members.First(m => m.Name == name);

    /// <summary>How a run went: who lived from when to when, and how it ended.</summary>
    public static string Trace(IReadOnlyList<int> schedule)
    {
        var pod = Play(schedule);
        return string.Join('\n', pod.Members.SelectMany(member => member.Lives.Select(life =>
            $"{member.Name} {life.StartedAt} {life.ChildStartedAt} {life.FirstStopAt} {life.WasKilled} {life.Result} {pod.Clock.Now}")));
    }

    /// <summary>Runs a schedule to its end.</summary>
    /// <param name="schedule">
    /// The seed of the pod and of the order in which its processes run; then one number for each thing that happens to it.
    /// </param>
    /// <returns>What must not be; <see langword="null"/> when all was well.</returns>
    public static string? Run(IReadOnlyList<int> schedule) => Play(schedule).Check.Violation;

    private static SimulatedPod Play(IReadOnlyList<int> schedule)
    {
        var order = new Random(schedule.Count > 0 ? schedule[0] : 0);
        var pod = new SimulatedPod(PodShape.Of(order), order.Next);
        for (var i = 1; i < schedule.Count && pod.Check.Violation is null; i++)
        {
            Happening.Of(schedule[i] & int.MaxValue, pod);
            for (var turns = order.Next(8); turns > 0 && pod.Turn();) turns--;
        }

        pod.Settle();
        return pod;
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

    /// <summary>Who has something to do now, in the order of the members.</summary>
    public IReadOnlyList<SimulatedProcess> Busy()
    {
        while (_outside.TryDequeue(out var action)) action();
        _busy.Clear();
        foreach (var member in Members)
        {
            if (member.Current.HasWork) _busy.Add(member.Current);
        }

        return _busy;
    }

    /// <summary>One action of one process, whichever is chosen.</summary>
    private bool Turn()
    {
        if (Busy() is not { Count: > 0 } busy) return false;
        busy[busy.Count == 1 ? 0 : _choose(busy.Count)].Turn();
        return true;
    }

    /// <summary>Nothing happens any more, and whatever has begun comes to its end.</summary>
    public void Settle()
    {
        foreach (var member in Members) (member.CannotWrite, member.Current.IsFrozen) = (false, false);
        Advance(Aftermath);
        Check.AtTheEnd();
    }
}
