using Kubexit.Dependencies;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using Kubexit.Lint.Rules;
using Kubexit.StatusReports;
using Kubexit.Supervision;

namespace Kubexit.Lint.Graphs;

/// <summary>A run of a pod, thought out: every container takes the time that was said, and nothing fails by itself.</summary>
/// <remarks>
/// Theory of operation: at each moment everything that follows at once is done until nothing changes; then the next moment is that of the
/// earliest timer.
/// </remarks>
internal sealed class PodRun
{
    private static readonly TimeSpan Tail = TimeSpan.FromSeconds(1);

    private readonly PodScene _scene;
    private readonly RehearsedLife[] _lives;
    private readonly TimeSpan[] _untilReady;
    private readonly TimeSpan?[] _endsAt;
    private readonly TimeSpan?[] _untilEnd;
    private readonly bool[] _isStopping;
    private readonly (int From, Relation Relation, int To)[] _relations;
    private readonly SortedSet<TimeSpan> _timers = [];
    private TimeSpan _now;
    private TimeSpan _last;

    /// <param name="graph">The pod.</param>
    /// <param name="takes">How long containers and objects take, by name.</param>
    public PodRun(PodGraph graph, IReadOnlyDictionary<string, TakenTime> takes)
    {
        _scene = graph.Scene;
        var containers = _scene.Pod.Containers;
        _lives = [.. graph.Nodes.Select((node, i) => new RehearsedLife(node.Name, i < containers.Count ? containers[i] : null))];
        (_untilReady, _endsAt, _untilEnd, _isStopping) =
            (new TimeSpan[_lives.Length], new TimeSpan?[_lives.Length], new TimeSpan?[_lives.Length], new bool[_lives.Length]);
        _relations =
        [
            .. _scene.Relations.Where(relation => relation.Kind != RelationKind.Outlive).Select(relation => (
                _scene.IndexOf(relation.From), relation,
                relation.To.Count > 0 ? _scene.IndexOf(relation.To[0]) : graph.PlaceOf(relation.Name))),
        ];
        for (var i = 0; i < _lives.Length; i++)
        {
            Prepare(i, graph.Nodes[i].Kind, takes.TryGetValue(graph.Nodes[i].Name, out var time) ? time : null);
            var births = _relations.Where(r => r.From == i && r.Relation.Kind == RelationKind.Birth).Select(
                r => new BirthDependency(_lives[r.To].Name, r.Relation.Birth!.Value).ToString()).ToArray();
            if (births.Length > 0) _lives[i].Awaits = string.Join(',', births);
        }

        Run();
        Status = new GraveyardStatus(
            graph.Title, RehearsedLife.At(_last + Tail + _last / 10)!.Value,
            [.. _lives.Where((_, i) => graph.Nodes[i].Kind != NodeKind.Unclaimed).Select(life => life.ToStatus())]);
    }

    /// <summary>As <c>kubexit status</c> would show it at the end.</summary>
    public GraveyardStatus Status { get; }

    private void Prepare(int place, NodeKind kind, TakenTime? time)
    {
        var life = _lives[place];
        if (kind == NodeKind.Unclaimed) return;
        if (life.Container is not { } container)
        {
            // Of an object only a Job ends.
            var isJob = ObjectName.Parse(life.Name) is { Problem: null, Value.Kind: ObjectKind.Job };
            (_untilReady[place], _untilEnd[place]) =
                (time?.First ?? TimeSpan.Zero, time?.End ?? (isJob ? time?.First ?? TimeSpan.Zero : null));
            Bear(place);
            return;
        }

        var isSidecar = container.Role == ContainerRole.NativeSidecar;
        var tellsReady = isSidecar || life.Options?.ReadinessProbe is not null || container.Node.Get("readinessProbe") is not null;
        if (time is { End: { } end }) (_untilReady[place], _untilEnd[place]) = (time.Value.First, end);
        else if (tellsReady && container.Role != ContainerRole.Init) _untilReady[place] = time?.First ?? TimeSpan.Zero;
        else _untilEnd[place] = time?.First ?? (container.Role == ContainerRole.Init ? TimeSpan.Zero : null);
    }

    private void Run()
    {
        while (true)
        {
            while (Step()) _last = _now;

            _timers.RemoveWhere(time => time <= _now);
            if (_timers.Count == 0) return;
            _now = _timers.Min;
        }
    }

    /// <returns>Whether anything happened.</returns>
    private bool Step()
    {
        var hasChanged = false;
        for (var i = 0; i < _lives.Length; i++)
        {
            var life = _lives[i];
            if (life.Died is not null) continue;
            hasChanged |= life.Born is not null ? Live(i) : life.Waiting is not null ? Wait(i) : life.Container is not null && Begin(i);
        }

        return hasChanged | EndSidecars();
    }

    /// <summary>The kubelet starts the container.</summary>
    private bool Begin(int place)
    {
        for (var i = 0; i < place; i++)
        {
            var (before, role) = (_lives[i], _lives[i].Container!.Role);
            if (role == ContainerRole.Init && before.ExitCode != 0) return false;
            if (role == ContainerRole.NativeSidecar && before.Waiting is null && before.Born is null) return false;
        }

        var life = _lives[place];
        if (life.Options is not { } options)
        {
            Bear(place);
            return true;
        }

        life.Waiting = _now;
        if (options.BirthTimeout > TimeSpan.Zero) _timers.Add(_now + options.BirthTimeout);
        _timers.Add(_now + options.OptionalGrace);
        return true;
    }

    private bool Wait(int place)
    {
        var life = _lives[place];
        if (FindDeath(place) is { } death)
        {
            life.Answer(death);
            life.Die(_now, 143, null, DeathReason.DependencyDied);
        }
        else if (_relations.Where(r => r.From == place && r.Relation.Kind == RelationKind.Birth).All(
            r => IsFulfilled(life, r.Relation, _lives[r.To])))
        {
            Bear(place);
        }
        else if (life.Options!.BirthTimeout > TimeSpan.Zero && _now >= life.Waiting + life.Options.BirthTimeout)
        {
            life.Die(_now, 124, null, DeathReason.BirthTimeout);
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool IsFulfilled(RehearsedLife life, Relation relation, RehearsedLife other) =>
        (BirthConditions.MomentOf(relation.Birth ?? BirthCondition.Died, other.Born, other.Ready, other.Died) is not null
            && BirthConditions.Allows(relation.Birth ?? BirthCondition.Died, other.ExitCode))
        || (relation.IsOptional && other.Born is null && other.Waiting is null && _now >= life.Waiting + life.Options!.OptionalGrace);

    private void Bear(int place)
    {
        _lives[place].Born = _now;
        _endsAt[place] = _now + _untilEnd[place];
        _timers.Add(_now + _untilReady[place]);
        if (_endsAt[place] is { } end) _timers.Add(end);
    }

    private bool Live(int place)
    {
        var life = _lives[place];
        if (life.Ready is null && _now >= life.Born + _untilReady[place] && !_isStopping[place])
        {
            life.Ready = _now;
            return true;
        }

        if (_now >= _endsAt[place])
        {
            if (_isStopping[place]) life.Die(_now, 143, Signal.Term, life.Reason);
            else life.Die(_now, 0, null, DeathReason.Exited);
            return true;
        }

        if (_isStopping[place] || FindDeath(place) is not { } death) return false;
        life.Answer(death);
        Stop(place, DeathReason.DependencyDied,
            life.Options!.PreStop is { Action: HookAction.Sleep { Duration: var sleep } } ? sleep : TimeSpan.Zero);
        return true;
    }

    private void Stop(int place, DeathReason reason, TimeSpan after)
    {
        (_isStopping[place], _lives[place].Reason, _endsAt[place]) = (true, reason, _now + after);
        _timers.Add(_now + after);
    }

    private RehearsedLife? FindDeath(int place) => _relations
        .Where(r => r.From == place && r.Relation.Kind == RelationKind.Death && _lives[r.To] is { Died: not null } other
            && r.Relation.Death switch
            {
                DeathCondition.Succeeded => other.ExitCode == 0,
                DeathCondition.Failed => other.ExitCode != 0,
                _ => true,
            })
        .Select(r => _lives[r.To]).FirstOrDefault();

    /// <summary>The kubelet stops native sidecars when every other container has ended for good.</summary>
    private bool EndSidecars()
    {
        if (_scene.Pod.RestartPolicy == RestartRule.Always || !_lives.Any(life => life.Container?.Role == ContainerRole.Ordinary))
            return false;
        if (_lives.Any(life => life is { Container.Role: ContainerRole.Ordinary, Died: null })) return false;
        var hasChanged = false;
        for (var i = 0; i < _lives.Length; i++)
        {
            if (_lives[i] is not { Container.Role: ContainerRole.NativeSidecar, Died: null } life || _isStopping[i]
                || (life.Waiting ?? life.Born) is null)
                continue;
            if (life.Born is null) life.Die(_now, 143, null, DeathReason.Terminated);
            else Stop(i, DeathReason.Terminated, TimeSpan.Zero);
            hasChanged = true;
        }

        return hasChanged;
    }
}
