using Kubexit.Coordination;
using Kubexit.Lint.Manifests;
using Kubexit.StatusReports;

namespace Kubexit.Lint.Graphs;

/// <summary>A container, or an object of the cluster, in a run that is thought out. Times are from the start of the run.</summary>
/// <param name="name">Its name in the picture.</param>
/// <param name="container">The container; <see langword="null"/> for an object and for a name that nobody has.</param>
internal sealed class RehearsedLife(string name, Container? container)
{
    private static readonly DateTimeOffset Zero = DateTimeOffset.UnixEpoch;

    public string Name => name;

    public Container? Container => container;

    public CoordinatorOptions? Options => container?.Settings?.Options;

    public TimeSpan? Waiting { get; set; }

    public TimeSpan? Born { get; set; }

    public TimeSpan? Ready { get; set; }

    public TimeSpan? Died { get; set; }

    public int? ExitCode { get; set; }

    public Signal? Signal { get; set; }

    public DeathReason? Reason { get; set; }

    /// <summary>For whom it waits, as a tombstone tells it.</summary>
    public string? Awaits { get; set; }

    public Dictionary<string, AnsweredDeath> Answered { get; } = [];

    public void Die(TimeSpan now, int exitCode, Signal? signal, DeathReason? reason) =>
        (Died, ExitCode, Signal, Reason) = (now, exitCode, signal, reason);

    public void Answer(RehearsedLife other) => Answered[other.Name] = new AnsweredDeath(null, At(other.Died));

    public static DateTimeOffset? At(TimeSpan? time) => time is { } value ? Zero + value : null;

    public ProcessStatus ToStatus() => new(
        name,
        Died is not null ? ProcessState.Dead : Ready is not null ? ProcessState.Ready : Born is not null ? ProcessState.Born
            : ProcessState.Waiting,
        new Tombstone
        {
            Waiting = At(Waiting),
            Born = At(Born),
            Ready = At(Ready),
            Died = At(Died),
            ExitCode = ExitCode,
            Signal = Signal,
            Reason = Reason,
            Awaits = Awaits,
            Answered = Answered,
        },
        null);
}
