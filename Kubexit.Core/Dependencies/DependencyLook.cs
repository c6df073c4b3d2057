using Kubexit.Graveyards;
using Kubexit.Platform;

namespace Kubexit.Dependencies;

/// <summary>One look at a dependency, wherever it is: in the graveyard or in the cluster. The default is that nobody has looked.</summary>
internal readonly record struct DependencyLook
{
    private readonly TombstoneObservation _tombstone;
    private readonly ObjectLook? _object;

    private DependencyLook(in TombstoneObservation tombstone, ObjectLook? clusterObject) =>
        (_tombstone, _object) = (tombstone, clusterObject);

    public string Name => _object?.Name ?? _tombstone.Name;

    public bool IsOfObject => _object is not null;

    public Vitality Vitality => _object?.Vitality ?? _tombstone.Vitality;

    public bool IsDead => Vitality is Vitality.Dead or Vitality.Vanished;

    /// <summary>Whether it is a death to act on: of a Job that is decided before it is over, too.</summary>
    public bool IsDeath => _object is { IsDecided: true } || IsDead;

    /// <summary>
    /// Whether the death is the last word: nothing of this name will be born again by itself. A neighbour may always be restarted.
    /// </summary>
    public bool IsFinal => _object is { IsDecided: true, IsGone: false, ComesBack: false };

    /// <summary>Whether there is nothing of that name (any more).</summary>
    public bool IsMissing => Vitality == Vitality.Absent || _object is { IsGone: true };

    public bool IsBorn => _object?.IsBorn ?? _tombstone.Tombstone?.Born is not null;

    public bool IsReady => _object?.IsReady ?? _tombstone is { Vitality: Vitality.Alive, Tombstone.Ready: not null };

    /// <summary>The lock of a neighbour; an object has none.</summary>
    public LockProbe Lock => _tombstone.Lock;

    /// <summary>The life that was last begun; of an object its UID.</summary>
    public string? Life => _object is { } o ? o.Uid : _tombstone.Life;

    /// <summary>Tells this death from every other one. An object has one death: that it is deleted afterwards is no other.</summary>
    public AnsweredDeath Death => _object is { } o ? new AnsweredDeath(o.Uid, null) : _tombstone.Death;

    /// <summary>
    /// The recorded exit code; of an object 0 or 1, as its Job or pod has succeeded or failed; <see langword="null"/> when it is not known.
    /// </summary>
    public int? ExitCode => _object is { } o ? o.HasSucceeded switch { true => 0, false => 1, null => null } : _tombstone.ExitCode;

    /// <summary>What is to be told of an object's death; <see langword="null"/> for a neighbour, whose exit code tells.</summary>
    public string? Words => _object?.State;

    /// <summary>For a person who waits for that condition: what is there.</summary>
    public string StateFor(BirthCondition? awaited) => _object is { } o ? $"it {o.State}" : Vitality switch
    {
        Vitality.Absent => "no process has that name yet",
        Vitality.Starting => "about to start again",
        Vitality.Vanished => "it vanished without recording its death",
        Vitality.Dead => $"it has died{(ExitCode is { } code ? $" with exit code {code}" : "")}",
        _ when _tombstone.Problem is { } problem => $"its tombstone cannot be read: {problem}",
        _ when _tombstone.Tombstone?.Ready is not null => "it is ready",
        _ when awaited is BirthCondition.Ready && _tombstone.Tombstone is { Born: not null, Life: null } =>
            "it is born; its kubexit does not report readiness, use ':born'",
        _ when _tombstone.Tombstone?.Born is not null => "it is born, but not ready",
        _ => "it has not been started yet",
    };

    public static implicit operator DependencyLook(in TombstoneObservation tombstone) => new(tombstone, null);

    public static implicit operator DependencyLook(ObjectLook look) => new(default, look);
}
