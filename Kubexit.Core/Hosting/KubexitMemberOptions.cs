using System.Runtime.CompilerServices;
using Kubexit.Configuration;
using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// Everything that decides how an application starts, lives and stops among the others. Every property but <see cref="Name"/> has a working
/// default. The keys of the configuration section <c>Kubexit</c> are the names of the properties.
/// </summary>
/// <remarks>
/// No duration may exceed 1000 hours. A value out of range is not thrown where it is set: it is reported with all other errors when the
/// host starts.
/// </remarks>
public sealed class KubexitMemberOptions
{
    /// <summary>What a coordinator takes; this class shows of it what an application can do.</summary>
    internal CoordinatorOptions Coordinated { get; } = new();

    /// <summary>What was wrong with what the code set.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>Whether the code has said where the graveyard is.</summary>
    internal bool HasGraveyard { get; private set; }

    /// <summary>Whether the settings make this application a member; see <see cref="Enabled"/>.</summary>
    internal bool IsOn { get; set; } = true;

    /// <summary>
    /// Whether the application takes part at all. Default <see langword="null"/>: it does, except in the Development environment without a
    /// <see cref="Name"/>. Off, nothing is joined or awaited, and <see cref="IKubexitMember"/> says ready.
    /// </summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// How long the application at least serves on after a TERM, so that no request is lost while the cluster learns that it goes: its
    /// endpoints are removed one to a few seconds after the TERM. Default 0, off; the builder's <see cref="KubexitBuilder.ServeAfterStop"/>
    /// means 5 seconds. Its time counts against <see cref="GracePeriod"/> and <see cref="TerminationDeadline"/>.
    /// </summary>
    public TimeSpan ServeAfterStop
    {
        get;
        set => Set(() => field = Limits.NotNegative(value, nameof(ServeAfterStop)));
    }

    /// <inheritdoc cref="CoordinatorOptions.Name"/>
    public string Name
    {
        get => Coordinated.Name;
        set => Set(() => Coordinated.Name = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.GraveyardPath"/>
    public string GraveyardPath
    {
        get => Coordinated.GraveyardPath;
        set => Set(() =>
        {
            Coordinated.GraveyardPath = value;
            HasGraveyard = true;
        });
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthDependencies"/>
    public IReadOnlyList<BirthDependency> BirthDependencies
    {
        get => Coordinated.BirthDependencies;
        set => Set(() => Coordinated.BirthDependencies = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.DeathDependencies"/>
    public IReadOnlyList<DeathDependency> DeathDependencies
    {
        get => Coordinated.DeathDependencies;
        set => Set(() => Coordinated.DeathDependencies = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.OutliveDependencies"/>
    public IReadOnlyList<string> OutliveDependencies
    {
        get => Coordinated.OutliveDependencies;
        set => Set(() => Coordinated.OutliveDependencies = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthTimeout"/>
    public TimeSpan BirthTimeout
    {
        get => Coordinated.BirthTimeout;
        set => Set(() => Coordinated.BirthTimeout = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.GracePeriod"/>
    public TimeSpan GracePeriod
    {
        get => Coordinated.GracePeriod;
        set => Set(() => Coordinated.GracePeriod = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.BirthSource"/>
    public BirthSource BirthSource
    {
        get => Coordinated.BirthSource;
        set => Set(() => Coordinated.BirthSource = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.PodName"/>
    public string? PodName
    {
        get => Coordinated.PodName;
        set => Set(() => Coordinated.PodName = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.Namespace"/>
    public string? Namespace
    {
        get => Coordinated.Namespace;
        set => Set(() => Coordinated.Namespace = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.OptionalGrace"/>
    public TimeSpan OptionalGrace
    {
        get => Coordinated.OptionalGrace;
        set => Set(() => Coordinated.OptionalGrace = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.RebirthGrace"/>
    public TimeSpan RebirthGrace
    {
        get => Coordinated.RebirthGrace;
        set => Set(() => Coordinated.RebirthGrace = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.RescanInterval"/>
    public TimeSpan RescanInterval
    {
        get => Coordinated.RescanInterval;
        set => Set(() => Coordinated.RescanInterval = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.OutliveTimeout"/>
    public TimeSpan OutliveTimeout
    {
        get => Coordinated.OutliveTimeout;
        set => Set(() => Coordinated.OutliveTimeout = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.TerminationDeadline"/>
    public TimeSpan? TerminationDeadline
    {
        get => Coordinated.TerminationDeadline;
        set => Set(() => Coordinated.TerminationDeadline = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.DeathExitCode"/>
    public DeathExitCode DeathExitCode
    {
        get => Coordinated.DeathExitCode;
        set => Set(() => Coordinated.DeathExitCode = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.QuitHttpPosts"/>
    public IReadOnlyList<Uri> QuitHttpPosts
    {
        get => Coordinated.QuitHttpPosts;
        set => Set(() => Coordinated.QuitHttpPosts = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.ReadinessProbe"/>
    public ReadinessProbeOptions? ReadinessProbe
    {
        get => Coordinated.ReadinessProbe;
        set => Set(() => Coordinated.ReadinessProbe = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.PostStart"/>
    public HookOptions? PostStart
    {
        get => Coordinated.PostStart;
        set => Set(() => Coordinated.PostStart = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.PreStop"/>
    public HookOptions? PreStop
    {
        get => Coordinated.PreStop;
        set => Set(() => Coordinated.PreStop = value);
    }

    /// <inheritdoc cref="CoordinatorOptions.PreStopOnSignal"/>
    public bool PreStopOnSignal
    {
        get => Coordinated.PreStopOnSignal;
        set => Set(() => Coordinated.PreStopOnSignal = value);
    }

    /// <summary>Adds what is wrong, in one sentence that names the option.</summary>
    internal void AddError(ArgumentException e, string? option = null)
    {
        var cause = e.Message.Split('\n')[0].Split(" (Parameter '")[0].Trim().TrimEnd('.');
        Errors.Add($"Cannot use {(option is null ? "the options that the code sets" : $"option {option}")}: {cause}. Correct it in the "
            + "code.");
    }

    private void Set(Action set, [CallerMemberName] string option = "")
    {
        try
        {
            set();
        }
        catch (ArgumentException e)
        {
            AddError(e, option);
        }
    }
}
