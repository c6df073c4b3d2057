using Kubexit.Graveyards;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.Dependencies;

/// <summary>
/// Turns looks at tombstones and at objects of the cluster, readiness from elsewhere and the passing of time into births, deaths and
/// impossibilities. Touches no file: observations come in, events go out, all on the event loop.
/// </summary>
/// <remarks>
/// Lives: the graveyard outlives its processes, so a tombstone may speak of an earlier round. What was dead when a later life of ours
/// began is stale until the dependency comes back or <see cref="DependencySet.RebirthGrace"/> is over; what an earlier life of
/// ours has answered is not answered again. In a first life everything counts at once. An object of the cluster is looked at later than the
/// graveyard: its first look is its own, and no process is started before every object whose death matters has been looked at once.
/// </remarks>
internal sealed class DependencyTracker : IDisposable
{
    /// <summary>How long who lives may take to put its files back: a few of the usual rescans.</summary>
    private static readonly TimeSpan LossGrace = TimeSpan.FromSeconds(30);

    private readonly DependencySet _dependencies;
    private readonly IEventLoop _loop;
    private readonly ILogger _logger;
    private readonly IDependencyEvents _events;
    private readonly Dictionary<string, TrackedDependency> _tracked = [];
    private readonly List<ITimer> _timers = [];
    private readonly Dictionary<string, ITimer> _losses = [];
    private readonly bool _hasOutlived;
    private bool _isFirstLook = true;
    private bool _birthsReported;

    /// <param name="dependencies">What is awaited.</param>
    /// <param name="isElsewhere">Which births another source tells of, through <see cref="Ready"/>.</param>
    /// <param name="previous">The tombstone of our own earlier life, if there was one.</param>
    /// <param name="loop">The loop everything happens on.</param>
    /// <param name="logger">For what must not be lost silently.</param>
    /// <param name="events">Receives what is found out.</param>
    public DependencyTracker(
        DependencySet dependencies, Func<BirthDependency, bool> isElsewhere, Tombstone? previous, IEventLoop loop, ILogger logger,
        IDependencyEvents events)
    {
        (_dependencies, _loop, _logger, _events) = (dependencies, loop, logger, events);
        foreach (var birth in dependencies.Births) Of(birth.Name).Birth = new BirthWait(birth, isElsewhere(birth));
        foreach (var death in dependencies.Deaths) Of(death.Name).DeathCondition = death.Condition;
        foreach (var outlive in dependencies.Outlives) Of(outlive).IsOutlived = true;
        _hasOutlived = dependencies.Outlives.Count > 0;
        foreach (var dependency in _tracked.Values)
        {
            dependency.IsLaterLife = previous is not null;
            if (previous?.Answered.TryGetValue(dependency.Name, out var answered) == true) dependency.Answered = answered;
        }
    }

    /// <summary>The names to look at in the graveyard.</summary>
    public IReadOnlyCollection<string> Names => NamesOf(d => !ObjectName.IsMeantBy(d.Name));

    /// <summary>The objects to look at in the cluster.</summary>
    public IReadOnlyCollection<string> Objects => NamesOf(d => d.IsObject);

    /// <summary>Whether the process may start, or has been started.</summary>
    public bool AreBirthsOver => _birthsReported;

    /// <summary>Whether every process to outlive has ended, or never was.</summary>
    public bool AllOutlivedHaveEnded => _tracked.Values.All(d => !d.IsOutlived || d.Last.IsDead || d.Last.Vitality == Vitality.Absent);

    /// <summary>For the log: what the births still wait for, and why.</summary>
    public IEnumerable<string> Pending =>
        _tracked.Values.Where(d => d.Birth is { IsFulfilled: false } || d.AwaitsFirstLook).Select(d => d.Describe());

    /// <summary>Call once after every name has been observed once.</summary>
    public void FirstLookDone()
    {
        _isFirstLook = false;
        if (_tracked.Values.Any(d => d.IsUndecided && !d.IsObject)) After(_dependencies.RebirthGrace, () => JudgeOld(d => !d.IsObject));
        if (_tracked.Values.Any(
            d => d is { IsObject: false, Birth: { Dependency.IsOptional: true, IsElsewhere: false, IsFulfilled: false } }))
            After(_dependencies.OptionalGrace, SkipUnclaimed);
        ReportProgress();
    }

    /// <summary>Whether a look at an object can still change anything.</summary>
    public bool Follows(string name) =>
        _tracked.TryGetValue(name, out var dependency)
            && (dependency.DeathCondition is not null || dependency.Birth is { IsFulfilled: false });

    /// <summary>One look at a name.</summary>
    public void Observe(DependencyLook look)
    {
        if (!_tracked.TryGetValue(look.Name, out var dependency)) return;
        var unseen = dependency.FindUnseenDeath(dependency.Last, look);
        var isFirst = dependency.IsObject ? !dependency.IsHeard : _isFirstLook;
        var isMissed = look is { IsOfObject: true, IsMissing: true } && (isFirst || !dependency.Last.IsMissing);
        var isLost = dependency.NoteLoss(dependency.Last, look);
        (dependency.Last, dependency.IsHeard) = (look, true);
        if (isLost) AwaitReturn(dependency, dependency.LostLife!);
        if (isFirst && dependency.IsLaterLife && look.IsDeath)
        {
            dependency.OldDeath = look.Death;
            if (dependency.IsObject) After(_dependencies.RebirthGrace, () => JudgeOld(d => d == dependency));
        }
        else if (!look.IsDeath || dependency.OldDeath != look.Death)
        {
            dependency.OldDeath = null;
        }

        if (isMissed) StartAbsence(dependency);
        if (unseen is { } death) Act(dependency, death);
        Judge(dependency, look);
        if (!_isFirstLook) ReportProgress();
    }

    /// <summary>A dependency is ready, says a source other than the graveyard.</summary>
    public void Ready(string name) => Fulfil(name);

    /// <summary>An optional dependency does not exist, says a source other than the graveyard.</summary>
    public void Absent(string name)
    {
        DependencyLog.Skipped(_logger, name);
        Fulfil(name);
    }

    public void Dispose()
    {
        foreach (var timer in _timers.Concat(_losses.Values)) timer.Dispose();
    }

    private void Act(TrackedDependency dependency, DependencyDeath death)
    {
        dependency.Answered = death.Death;
        _events.DependencyDied(death);
    }

    private void Judge(TrackedDependency dependency, in DependencyLook look)
    {
        // Death first: it is what is urgent, and a dependency that is both must not start us.
        if (dependency.FindDeath(look) is { } death) Act(dependency, death);

        if (dependency.Birth is not { IsFulfilled: false, IsElsewhere: false } birth) return;
        if (birth.IsFulfilledBy(look, dependency.IsOld)) birth.IsFulfilled = true;
        else if (birth.IsImpossibleAfter(look, dependency.IsUndecided)) _events.BirthImpossible(dependency.Describe());
    }

    private void Fulfil(string name)
    {
        if (!_tracked.TryGetValue(name, out var dependency) || dependency.Birth is not { } birth) return;
        birth.IsFulfilled = true;
        ReportProgress();
    }

    private void AwaitReturn(TrackedDependency dependency, string life)
    {
        if (_losses.Remove(dependency.Name, out var before)) before.Dispose();
        _losses[dependency.Name] = _loop.Time.CreateTimer(_ => JudgeLost(dependency, life), null, LossGrace, Timeout.InfiniteTimeSpan);
    }

    private void JudgeLost(TrackedDependency dependency, string life)
    {
        if (dependency.LostLife != life || dependency.Answered == new AnsweredDeath(life, null)) return;
        Act(dependency, new DependencyDeath(dependency.Name, new AnsweredDeath(life, null), null, hasVanished: true));
    }

    private void JudgeOld(Func<TrackedDependency, bool> whose)
    {
        foreach (var dependency in _tracked.Values.Where(d => d.IsUndecided && whose(d)).ToArray())
        {
            dependency.IsJudged = true;
            Judge(dependency, dependency.Last);
        }

        ReportProgress();
    }

    private void SkipUnclaimed()
    {
        foreach (var dependency in _tracked.Values)
        {
            if (dependency.Birth is not { IsFulfilled: false, IsElsewhere: false, Dependency.IsOptional: true } birth) continue;
            if (dependency.IsObject || dependency.Last.Vitality != Vitality.Absent) continue;
            birth.IsFulfilled = true;
            DependencyLog.Skipped(_logger, dependency.Name);
        }

        ReportProgress();
    }

    /// <summary>Each absence of an optional object has its own grace: one that is deleted may be about to be made anew.</summary>
    private void StartAbsence(TrackedDependency dependency)
    {
        var absence = ++dependency.Absences;
        if (dependency.Birth is not { Dependency.IsOptional: true, IsFulfilled: false } birth) return;
        After(_dependencies.OptionalGrace, () =>
        {
            if (birth.IsFulfilled || absence != dependency.Absences || !dependency.Last.IsMissing) return;
            Absent(dependency.Name);
        });
    }

    private void ReportProgress()
    {
        if (!_birthsReported && !_isFirstLook && _tracked.Values.All(d => d.Birth is not { IsFulfilled: false } && !d.HoldsStart))
        {
            _birthsReported = true;
            _events.BirthsFulfilled();
        }

        if (_hasOutlived && AllOutlivedHaveEnded) _events.Outlived();
    }

    private void After(TimeSpan delay, Action action) =>
        _timers.Add(_loop.Time.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan));

    private List<string> NamesOf(Func<TrackedDependency, bool> isMeant)
    {
        List<string> names = [];
        foreach (var dependency in _tracked.Values)
        {
            if (isMeant(dependency)) names.Add(dependency.Name);
        }

        return names;
    }

    private TrackedDependency Of(string name)
    {
        if (!_tracked.TryGetValue(name, out var dependency)) _tracked.Add(name, dependency = new TrackedDependency(name));
        return dependency;
    }
}
