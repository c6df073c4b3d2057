using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// Everything that decides how an application starts, lives and stops among the others. Every property but <see cref="Name"/> has a working
/// default. The keys of the configuration section <c>Kubexit</c> are the names of the properties.
/// </summary>
/// <remarks>No duration may exceed 1000 hours.</remarks>
public sealed class KubexitMemberOptions
{
    /// <summary>What a coordinator takes; this class shows of it what an application can do.</summary>
    internal CoordinatorOptions Coordinated { get; } = new();

    /// <inheritdoc cref="CoordinatorOptions.Name"/>
    public string Name
    {
        get => Coordinated.Name;
        set => Coordinated.Name = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.GraveyardPath"/>
    public string GraveyardPath
    {
        get => Coordinated.GraveyardPath;
        set => Coordinated.GraveyardPath = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthDependencies"/>
    public IReadOnlyList<BirthDependency> BirthDependencies
    {
        get => Coordinated.BirthDependencies;
        set => Coordinated.BirthDependencies = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.DeathDependencies"/>
    public IReadOnlyList<DeathDependency> DeathDependencies
    {
        get => Coordinated.DeathDependencies;
        set => Coordinated.DeathDependencies = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.OutliveDependencies"/>
    public IReadOnlyList<OutliveDependency> OutliveDependencies
    {
        get => Coordinated.OutliveDependencies;
        set => Coordinated.OutliveDependencies = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthTimeout"/>
    public TimeSpan BirthTimeout
    {
        get => Coordinated.BirthTimeout;
        set => Coordinated.BirthTimeout = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.GracePeriod"/>
    public TimeSpan GracePeriod
    {
        get => Coordinated.GracePeriod;
        set => Coordinated.GracePeriod = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthSource"/>
    public BirthSource BirthSource
    {
        get => Coordinated.BirthSource;
        set => Coordinated.BirthSource = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.PodName"/>
    public string? PodName
    {
        get => Coordinated.PodName;
        set => Coordinated.PodName = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.Namespace"/>
    public string? Namespace
    {
        get => Coordinated.Namespace;
        set => Coordinated.Namespace = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.OptionalGrace"/>
    public TimeSpan OptionalGrace
    {
        get => Coordinated.OptionalGrace;
        set => Coordinated.OptionalGrace = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.RebirthGrace"/>
    public TimeSpan RebirthGrace
    {
        get => Coordinated.RebirthGrace;
        set => Coordinated.RebirthGrace = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.RescanInterval"/>
    public TimeSpan RescanInterval
    {
        get => Coordinated.RescanInterval;
        set => Coordinated.RescanInterval = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.OutliveTimeout"/>
    public TimeSpan OutliveTimeout
    {
        get => Coordinated.OutliveTimeout;
        set => Coordinated.OutliveTimeout = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.TerminationDeadline"/>
    public TimeSpan? TerminationDeadline
    {
        get => Coordinated.TerminationDeadline;
        set => Coordinated.TerminationDeadline = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.DeathExitCode"/>
    public DeathExitCode DeathExitCode
    {
        get => Coordinated.DeathExitCode;
        set => Coordinated.DeathExitCode = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.QuitHttpPosts"/>
    public IReadOnlyList<Uri> QuitHttpPosts
    {
        get => Coordinated.QuitHttpPosts;
        set => Coordinated.QuitHttpPosts = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.ReadinessProbe"/>
    public ReadinessProbeOptions? ReadinessProbe
    {
        get => Coordinated.ReadinessProbe;
        set => Coordinated.ReadinessProbe = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.PostStart"/>
    public HookOptions? PostStart
    {
        get => Coordinated.PostStart;
        set => Coordinated.PostStart = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.PreStop"/>
    public HookOptions? PreStop
    {
        get => Coordinated.PreStop;
        set => Coordinated.PreStop = value;
    }

    /// <inheritdoc cref="CoordinatorOptions.PreStopOnSignal"/>
    public bool PreStopOnSignal
    {
        get => Coordinated.PreStopOnSignal;
        set => Coordinated.PreStopOnSignal = value;
    }
}
