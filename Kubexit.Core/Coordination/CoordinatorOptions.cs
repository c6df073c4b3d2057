using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Probes;
using Kubexit.Supervision;

namespace Kubexit.Coordination;

/// <summary>
/// Everything that decides how one process is born, lives and dies among the others. Every property but <see cref="Name"/> has a
/// working default. Rules between several properties are checked when a coordinator takes the options.
/// </summary>
/// <remarks>No duration may exceed 1000 hours.</remarks>
public sealed class CoordinatorOptions
{
    /// <summary>
    /// The name of the process, which is the file name of its tombstone. Required: one path segment that does not begin with a dot, has
    /// no control characters and is at most 240 bytes long.
    /// </summary>
    public string Name { get; set; } = "";

    /// <summary>The directory of the tombstones. Default <c>/graveyard</c>; cleaned, created with its parents when it is missing.</summary>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL character.</exception>
    public string GraveyardPath { get; set => field = CleanPath(value); } = "/graveyard";

    /// <summary>What must have happened before the process is started. Default empty: it is started at once. Names are unique.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public IReadOnlyList<BirthDependency> BirthDependencies
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>What stops the process. Default empty. Names are unique.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public IReadOnlyList<DeathDependency> DeathDependencies
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    /// <summary>
    /// The names of the processes whose end is awaited before a stop from outside is passed on. Default empty. Names are unique; one that
    /// does not exist is not awaited.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public IReadOnlyList<string> OutliveDependencies { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>
    /// How long to wait for all of <see cref="BirthDependencies"/> together. Default 30 seconds; at least 0, which is no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan BirthTimeout { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>From the first stop signal until the process is killed. Default 30 seconds; at least 0, which kills at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan GracePeriod { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(30);

    /// <summary>Where readiness is read. Default <see cref="BirthSource.Auto"/>.</summary>
    public BirthSource BirthSource { get; set; } = BirthSource.Auto;

    /// <summary>The pod's name. Default <see langword="null"/>; required when readiness is read from the Kubernetes API.</summary>
    public string? PodName { get; set; }

    /// <summary>The pod's namespace. Default <see langword="null"/>; required when readiness is read from the Kubernetes API.</summary>
    public string? Namespace { get; set; }

    /// <summary>
    /// How long an optional dependency has to appear in the graveyard before it is skipped. Default 2 seconds; at least 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan OptionalGrace { get; set => field = Limits.NotNegative(value); } = DependencySet.DefaultOptionalGrace;

    /// <summary>
    /// How long a dependency that was found dead after a restart of this process has to come back. Default 10 seconds; at least 0,
    /// which honours its death at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan RebirthGrace { get; set => field = Limits.NotNegative(value); } = DependencySet.DefaultRebirthGrace;

    /// <summary>
    /// How often the graveyard is read again without a notification, for file systems without notification. Default 10 seconds; at least 0,
    /// which is never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan RescanInterval { get; set => field = Limits.NotNegative(value); } = DependencySet.DefaultRescanInterval;

    /// <summary>
    /// How long <see cref="OutliveDependencies"/> may hold back a stop. Default 20 seconds; at least 0, which does not wait.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan OutliveTimeout { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(20);

    /// <summary>The signal that asks the process to stop. Default <see cref="Signal.Term"/>.</summary>
    /// <exception cref="ArgumentException">The value is the default value of its type, which is not a signal.</exception>
    public Signal StopSignal { get; set => field = Limits.Signal(value); } = Signal.Term;

    /// <summary>Whether signals go to the child's whole process group and not only to the child. Default <see langword="false"/>.</summary>
    public bool SignalGroup { get; set; }

    /// <summary>
    /// From a stop from outside until the death must be on disk: outlive time, preStop and grace period are fitted into it. A little
    /// less than the pod's <c>terminationGracePeriodSeconds</c>. Default <see langword="null"/>, no limit; else at least 1 millisecond.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan? TerminationDeadline { get; set => field = value is { } deadline ? Limits.Positive(deadline) : null; }

    /// <summary>
    /// How long what is left of the process's group may live on when the process itself has ended, before it is killed; in a stop it gets
    /// the stop signal then, and no more than what is left of the grace period. Default 0, which kills it at once.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan GroupGrace { get; set => field = Limits.NotNegative(value); }

    /// <summary>The exit code after a stop that a death dependency caused. Default <see cref="DeathExitCode.Child"/>.</summary>
    public DeathExitCode DeathExitCode { get; set; }

    /// <summary>
    /// The exit code after a stop that a TERM or the stop signal from outside caused and that stayed within the grace period. Default <see
    /// langword="null"/>, the process's own; else 0 to 255.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? TermExitCode { get; set => field = value is { } code ? Limits.ExitCode(code) : null; }

    /// <summary>Absolute <c>http</c> or <c>https</c> URLs to POST to after the process has ended. Default empty.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public IReadOnlyList<Uri> QuitHttpPosts { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>How the process shows that it is ready. Default <see langword="null"/>: it is ready as soon as it is born.</summary>
    public ReadinessProbeOptions? ReadinessProbe { get; set; }

    /// <summary>
    /// Runs once the process has started, before it can be ready; its failure stops the process. Default <see langword="null"/>.
    /// </summary>
    public HookOptions? PostStart { get; set; }

    /// <summary>
    /// Runs before Kubexit itself stops the process, and not when <see cref="GracePeriod"/> is zero. Its time counts against the grace
    /// period; one that uses it up leaves none for the stop signal: the process is killed. Its failure is logged. Default
    /// <see langword="null"/>.
    /// </summary>
    public HookOptions? PreStop { get; set; }

    /// <summary>
    /// Whether <see cref="PreStop"/> also runs on a stop from outside. Default <see langword="false"/>: the kubelet has run its own then.
    /// </summary>
    public bool PreStopOnSignal { get; set; }

    /// <summary>
    /// Whether to ask the kernel for the orphans of the child also when Kubexit is not process 1 (<c>PR_SET_CHILD_SUBREAPER</c>).
    /// Default <see langword="false"/>.
    /// </summary>
    public bool Subreaper { get; set; }

    /// <summary>What <see cref="BirthSource"/> comes to.</summary>
    internal bool ReadsBirthsFromKubernetes => BirthSource switch
    {
        BirthSource.Auto => !string.IsNullOrEmpty(PodName) && !string.IsNullOrEmpty(Namespace),
        BirthSource.Kubernetes => true,
        BirthSource.Graveyard => false,
    };

    /// <summary><see cref="BirthDependencies"/> as a tombstone tells of them; <see langword="null"/> when there are none.</summary>
    internal string? Awaits =>
        BirthDependencies.Count == 0 ? null : string.Join(',', DependencyNames.Of(BirthDependencies, d => d.ToString()));

    /// <summary>What concerns others: whom to wait for, follow and outlive.</summary>
    internal DependencySet Dependencies => new()
    {
        Births = BirthDependencies,
        Deaths = DeathDependencies,
        Outlives = OutliveDependencies,
        OptionalGrace = OptionalGrace,
        RebirthGrace = RebirthGrace,
        RescanInterval = RescanInterval,
    };

    private static string CleanPath(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.Contains('\0')) throw new ArgumentException("The path contains a NUL character.", nameof(path));
        return GoPath.Clean(path);
    }
}
