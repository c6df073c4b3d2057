using Kubexit.Coordination;
using Kubexit.Platform;
using Kubexit.Supervision;
using ChildEnd = Kubexit.ChildExit;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// One life of one member's wrapper: the real coordinator on a loop, a store and a child that the simulation owns. When it is killed all
/// that ends at once.
/// </summary>
internal sealed class SimulatedProcess : IEventLoop, IChildLauncher, IChildProcess
{
    private readonly SimulatedPod _pod;
    private readonly Queue<Action> _queue = [];
    private readonly CoordinatorRun _run;
    private Action<ChildExit>? _onExit;

    public SimulatedProcess(SimulatedPod pod, SimulatedMember member)
    {
        (_pod, Member, StartedAt) = (pod, member, pod.Clock.Now);
        Time = new MemberTime(pod.Clock, Post);
        Store = new MemberStore(pod, this);
        Log = new DeathLog();
        _run = new CoordinatorRun(
            member.Options, new ChildStartInfo { Command = ["app"] },
            new CoordinatorServices(this, Store, this, NoCommands.Instance, null, Log));
        Post(() => _run.Start(OnFinished, []));
    }

    public SimulatedMember Member { get; }

    public TimeProvider Time { get; }

    public MemberStore Store { get; }

    public DeathLog Log { get; }

    public bool IsCurrent => true;

    public long StartedAt { get; }

    /// <summary>Stopped by SIGSTOP: what happens waits.</summary>
    public bool IsFrozen { get; set; }

    public bool WasKilled { get; private set; }

    public CoordinatorResult? Result { get; private set; }

    public bool HasEnded => WasKilled || Result is not null;

    public bool HasWork => _queue.Count > 0 && !IsFrozen && !HasEnded;

    public bool IsChildAlive { get; private set; }

    public long? ChildStartedAt { get; private set; }

    public long? FirstStopAt { get; private set; }

    public bool WasChildKilled { get; private set; }

    public int TermsSent { get; private set; }

    public long? FirstTermAt { get; private set; }

    public ChildExit? ChildExit { get; private set; }

    int IChildProcess.Id => 42;

    public void Post(Action action)
    {
        if (!HasEnded) _queue.Enqueue(action);
    }

    /// <summary>Runs one action of the loop.</summary>
    public void Turn()
    {
        var wasAsked = FirstStopAt is not null;
        _queue.Dequeue()();

        // Only now: the signal comes before anything is said about its cause.
        if (!wasAsked && FirstStopAt is not null && !WasChildKilled) _pod.Check.ChildStops(this);
    }

    public void Term()
    {
        TermsSent++;
        FirstTermAt ??= _pod.Clock.Now;
        Post(() => _run.Handle(CoordinatorEvent.OfSignal(SignalName.Term)));
    }

    /// <summary>SIGKILL: the kernel frees the lock and kills the child with it.</summary>
    public void Kill()
    {
        if (HasEnded) return;
        (WasKilled, IsChildAlive) = (true, false);
        _queue.Clear();
        Store.CloseAll();
        _pod.Check.Ended(this);
    }

    /// <summary>The child ends, by itself or because it was told to.</summary>
    public void EndChild(ChildExit exit)
    {
        if (!IsChildAlive || HasEnded) return;
        IsChildAlive = false;
        ChildExit = exit;
        var onExit = _onExit!;
        Post(() => onExit(exit));
    }

    IChildProcess IChildLauncher.Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        _onExit = onExit;
        if (Member.CannotStart) throw new ChildStartException("Cannot start: there is no such file.", 127);
        _pod.Check.ChildStarts(this);
        IsChildAlive = true;
        ChildStartedAt = _pod.Clock.Now;
        return this;
    }

    void IChildProcess.Signal(int signal, bool group)
    {
        FirstStopAt ??= _pod.Clock.Now;
        if (Member.ChildObeysAfter is { } delay)
            new SimulatedTimer(_pod.Clock, _pod.PostOutside, _ => EndChild(ChildEnd.Signaled(signal)), null).Change(
                delay, Timeout.InfiniteTimeSpan);
    }

    void IChildProcess.Kill()
    {
        FirstStopAt ??= _pod.Clock.Now;
        WasChildKilled = true;
        EndChild(ChildEnd.Signaled(SignalName.Kill));
    }

    private void OnFinished(CoordinatorResult result)
    {
        Result = result;
        _queue.Clear();
        _pod.Check.Ended(this);
    }

    private sealed class MemberTime(SimulatedClock clock, Action<Action> post) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => clock.Now;

        public override DateTimeOffset GetUtcNow() => clock.TimeOfDay;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new SimulatedTimer(clock, post, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }
    }
}
