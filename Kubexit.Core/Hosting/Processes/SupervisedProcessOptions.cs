using Kubexit.Configuration;
using Kubexit.Coordination;

namespace Kubexit;

/// <summary>
/// A helper process of an application. The configuration section <c>Kubexit:Processes:NAME</c> overrides what the code sets; its keys
/// are the names of these properties and of those of <see cref="Coordination"/>.
/// </summary>
/// <remarks>No duration may exceed 1000 hours.</remarks>
public sealed class SupervisedProcessOptions
{
    /// <summary>What is wrong with what the code and the configuration say.</summary>
    internal List<string> Errors { get; } = [];

    /// <summary>The file, looked up in <c>PATH</c> when it holds no slash, and its arguments. Required.</summary>
    /// <exception cref="ArgumentException">The command is empty.</exception>
    public IReadOnlyList<string> Command { get; set => field = Limits.Command(value); } = [];

    /// <summary>The process's working directory; <see langword="null"/>, the default, for the application's.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>
    /// Variables to add or replace in the environment of the application, which the process inherits; a <see langword="null"/> value
    /// removes one. Empty by default. A process that takes part in a graveyard itself needs its own <c>KUBEXIT_NAME</c> here.
    /// </summary>
    public IDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>();

    /// <summary>
    /// How the process is born, lives and dies among the others: dependencies, probe, hooks, signals, times. Its name is the one given to
    /// <c>AddSupervisedProcess</c>, its graveyard the application's.
    /// </summary>
    public CoordinatorOptions Coordination { get; } = new();

    /// <summary>
    /// Whether its stdout and stderr go to the application's loggers, line by line, as category <c>Kubexit.Output.NAME</c> and level
    /// Information; stdin is empty then. Default <see langword="false"/>: all three are the application's own. A line longer than 8 KiB
    /// comes in pieces. While the loggers are slow the process waits, as for a slow reader of a pipe: nothing is lost, nothing is piled up.
    /// </summary>
    public bool LogsOutput { get; set; }

    /// <summary>Whether the process is started again when it has ended by itself. Default <see cref="RestartPolicy.Never"/>.</summary>
    public RestartPolicy RestartPolicy { get; set; } = RestartPolicy.Never;

    /// <summary>
    /// From an end to the first restart; each further restart waits twice as long. Default 1 second; at least 0, which does not wait.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan RestartDelay { get; set => field = Limits.NotNegative(value); } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest delay of a restart. After a life that was at least as long, delay and count begin anew. Default 1 minute; at least 1
    /// millisecond.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public TimeSpan LongestRestartDelay { get; set => field = Limits.Positive(value); } = TimeSpan.FromMinutes(1);

    /// <summary>How many restarts there may be in a row; <see langword="null"/>, the default, for any number. At least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? MaxRestarts { get; set => field = value is { } count ? Limits.AtLeastOne(count) : null; }

    /// <summary>
    /// What must have happened to the process before its host goes on with its start. Default <see cref="BirthCondition.Ready"/>;
    /// <see langword="null"/> (<c>never</c> in configuration): the host does not wait.
    /// </summary>
    public BirthCondition? HostStartsWhen { get; set; } = BirthCondition.Ready;

    /// <summary>
    /// Which end of the process stops the host, when it has ended by itself and is not started again. Default
    /// <see cref="DeathCondition.Died"/>, any end; <see langword="null"/> (<c>never</c> in configuration): none. The exit code of the
    /// application is then the process's, unless the application has set one.
    /// </summary>
    public DeathCondition? HostStopsWhen { get; set; } = DeathCondition.Died;
}
