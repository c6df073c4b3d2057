namespace Kubexit.Dependencies;

/// <summary>Whose births, deaths and ends matter to one process, and how patient it is with them.</summary>
internal sealed record DependencySet
{
    public static readonly TimeSpan DefaultOptionalGrace = TimeSpan.FromSeconds(2), DefaultRebirthGrace = TimeSpan.FromSeconds(10),
        DefaultRescanInterval = TimeSpan.FromSeconds(10);

    public IReadOnlyList<BirthDependency> Births { get; init; } = [];

    public IReadOnlyList<DeathDependency> Deaths { get; init; } = [];

    public IReadOnlyList<string> Outlives { get; init; } = [];

    /// <summary>How long an optional name may remain unclaimed.</summary>
    public TimeSpan OptionalGrace { get; init; } = DefaultOptionalGrace;

    /// <summary>How long what was dead before a later life of ours may take to come back.</summary>
    public TimeSpan RebirthGrace { get; init; } = DefaultRebirthGrace;

    /// <summary>How often everything is looked at again; zero for never.</summary>
    public TimeSpan RescanInterval { get; init; } = DefaultRescanInterval;
}
