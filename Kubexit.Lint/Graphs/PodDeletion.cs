using Kubexit.Coordination;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Rules;
using Kubexit.Lint.Rules.Checks;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>The longest that the end of a pod can take when it is deleted: nobody ends before it is killed.</summary>
internal sealed class PodDeletion
{
    // What the kubelet leaves a native sidecar when the grace period of the pod is used up.
    private static readonly TimeSpan LeastForSidecars = TimeSpan.FromSeconds(2), Quit = TimeSpan.FromSeconds(5);

    private readonly PodScene _scene;
    private readonly RehearsedLife[] _lives;
    private readonly TimeSpan?[] _termAt;

    public PodDeletion(PodGraph graph)
    {
        _scene = graph.Scene;
        _lives = [.. _scene.Pod.Containers.Where(container => container.Role != ContainerRole.Init).Select(
            container => new RehearsedLife(container.Name, container))];
        _termAt = new TimeSpan?[_lives.Length];
        foreach (var life in _lives)
        {
            string[] outlived = [.. OutlivedBy(life).Select(other => new BirthDependency(other.Name, BirthCondition.Died).ToString())];
            if (outlived.Length > 0) life.Awaits = string.Join(',', outlived);
        }

        Run();
        Limit = _scene.Pod.TerminationGrace;
        Longest = _lives.Select(life => life.Died!.Value).DefaultIfEmpty(TimeSpan.Zero).Max();
        Status = new GraveyardStatus(
            $"{graph.Title}: deletion at its longest", RehearsedLife.At(Longest)!.Value, [.. _lives.Select(life => life.ToStatus())]);
    }

    /// <summary>The pod's <c>terminationGracePeriodSeconds</c>.</summary>
    public TimeSpan Limit { get; }

    /// <summary>How long it takes at the most.</summary>
    public TimeSpan Longest { get; }

    /// <summary>Each life from TERM to its end: first it goes on for others, then it is asked to stop, then it is killed.</summary>
    public GraveyardStatus Status { get; }

    private IEnumerable<RehearsedLife> OutlivedBy(RehearsedLife life) => _scene.Relations
        .Where(relation => ReferenceEquals(relation.From, life.Container) && relation.Kind == RelationKind.Outlive)
        .SelectMany(relation => _lives.Where(other => relation.To.Contains(other.Container)));

    private void Run()
    {
        var now = TimeSpan.Zero;
        while (_lives.Any(life => life.Died is null))
        {
            while (Step(now))
            {
            }

            TimeSpan[] later = [.. _lives.Select((life, i) => NextOf(life, _termAt[i])).OfType<TimeSpan>().Where(time => time > now)];
            if (later.Length == 0) return;
            now = later.Min();
        }
    }

    private bool Step(TimeSpan now)
    {
        var hasChanged = false;
        for (var i = 0; i < _lives.Length; i++)
        {
            var life = _lives[i];
            if (life.Died is not null) continue;
            if (_termAt[i] is null && IsTermed(i))
            {
                _termAt[i] = now + (TimeCheck.KubeletPreStop(life.Container!) ?? TimeSpan.Zero);
                life.Waiting = now;
                hasChanged = true;
            }

            if (_termAt[i] is not { } term || now < term) continue;
            if (life.Born is null && (now >= HeldUntil(life, term) || OutlivedBy(life).All(other => other.Died is not null)))
            {
                life.Born = now;
                hasChanged = true;
            }

            if (life.Born is not null && now >= EndOf(life, term))
            {
                life.Die(now, 137, Signal.Kill, life.Options is null ? null : DeathReason.Terminated);
                hasChanged = true;
            }
        }

        return hasChanged;
    }

    /// <summary>Native sidecars are asked when all others have ended, the last one first.</summary>
    private bool IsTermed(int place) => _lives[place].Container!.Role == ContainerRole.Ordinary
        || !_lives.Where((life, i) => life.Died is null && (i > place || life.Container!.Role == ContainerRole.Ordinary)).Any();

    private static TimeSpan HeldUntil(RehearsedLife life, TimeSpan term) =>
        life.Options is { OutliveDependencies.Count: > 0 } options ? term + CoordinatorClocks.FitOutlive(options) : term;

    private TimeSpan EndOf(RehearsedLife life, TimeSpan term)
    {
        if (life.Options is not { } options)
        {
            var killed = life.Container!.TerminationGrace;
            return life.Container.Role == ContainerRole.NativeSidecar && killed < term + LeastForSidecars ? term + LeastForSidecars
                : killed;
        }

        var end = life.Born!.Value + options.GracePeriod;
        if (options.TerminationDeadline is { } deadline && end > term + deadline) end = term + deadline;
        return options.QuitHttpPosts.Count > 0 ? end + Quit : end;
    }

    private TimeSpan? NextOf(RehearsedLife life, TimeSpan? term) =>
        life.Died is not null || term is null ? null : life.Born is not null ? EndOf(life, term.Value) : OutlivedBy(life).Any()
            ? HeldUntil(life, term.Value) : term;
}
