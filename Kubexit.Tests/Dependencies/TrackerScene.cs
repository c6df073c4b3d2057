using Kubexit.Coordination;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Tests.Fakes;

namespace Kubexit.Tests.Dependencies;

/// <summary>A tracker on a manual clock whose events are sentences.</summary>
internal sealed class TrackerScene : IDependencyEvents, IDisposable
{
    public TrackerScene(CoordinatorOptions options, Tombstone? previous = null, bool isElsewhere = false)
    {
        options.Name = "me";
        Tracker = new DependencyTracker(
            options.Dependencies, birth => isElsewhere && birth.Condition == BirthCondition.Ready, previous, Loop, Logger, this);
    }

    public ManualLoop Loop { get; } = new();

    public RecordingLogger Logger { get; } = new();

    public DependencyTracker Tracker { get; }

    public List<string> Said { get; } = [];

    public List<DependencyDeath> Deaths { get; } = [];

    public void FirstLook(params TombstoneObservation[] observations)
    {
        foreach (var observation in observations) Tracker.Observe(observation);
        Tracker.FirstLookDone();
    }

    /// <summary>The first look at <c>app</c> finds this.</summary>
    public void Look(string what) => FirstLook(what.Split(' ') switch
    {
        ["Absent"] => Looks.Absent("app"),
        ["Waiting"] => Looks.Waiting("app"),
        ["Born"] => Looks.Born("app"),
        ["Ready"] => Looks.Ready("app"),
        ["Vanished"] => Looks.Vanished("app"),
        ["Unreadable"] => Looks.Unreadable("app"),
        ["Dead", var code] => Looks.Dead("app", exitCode: int.Parse(code)),
        _ => throw new ArgumentException(what),
    });

    public void BirthsFulfilled() => Said.Add("births fulfilled");

    public void BirthImpossible(string pending) => Said.Add($"impossible: {pending}");

    public void ReadinessFailed(string reason) => Said.Add($"readiness failed: {reason}");

    public void DependencyDied(DependencyDeath death)
    {
        Deaths.Add(death);
        Said.Add(death.ToString());
    }

    public void Outlived() => Said.Add("outlived");

    public void Dispose() => Tracker.Dispose();
}
