using Kubexit.Graveyards;

namespace Kubexit;

/// <summary>
/// What one process has told the graveyard about one of its lives. Immutable; the text form is a YAML mapping that the Go
/// <c>kubexit</c> reads and writes too (<see href="https://github.com/karlkfi/kubexit#tombstones"/>). Every key is optional:
/// an absent key is <see langword="null"/>.
/// </summary>
/// <remarks>All timestamps are UTC with a resolution of 100 nanoseconds.</remarks>
public sealed record Tombstone
{
    /// <summary>When the process, already in the graveyard, began to wait for its birth dependencies.</summary>
    public DateTimeOffset? Waiting { get; init; }

    /// <summary>When the process was started.</summary>
    public DateTimeOffset? Born { get; init; }

    /// <summary>When the process first became ready for use by others.</summary>
    public DateTimeOffset? Ready { get; init; }

    /// <summary>When the process ended. Present means dead, whatever the other keys say.</summary>
    public DateTimeOffset? Died { get; init; }

    /// <summary>The exit code of the process: 0 to 255, 128+n when signal n ended it. The Go original writes -1 for a signal.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The signal that ended the process; <see langword="null"/> also when the tombstone names one that does not exist.</summary>
    public Signal? Signal { get; init; }

    /// <summary>Why the process ended.</summary>
    public DeathReason? Reason { get; init; }

    /// <summary>A random id of this life, the same as in the lock file; the Go original writes none.</summary>
    public string? Life { get; init; }

    /// <summary>
    /// Who is awaited before the start of this life, as in <c>KUBEXIT_BIRTH_DEPS</c>; <see langword="null"/> when nobody is.
    /// </summary>
    internal string? Awaits { get; init; }

    /// <summary>The deaths of dependencies that this process has acted on, in this life and in earlier ones, by name.</summary>
    internal IReadOnlyDictionary<string, AnsweredDeath> Answered { get; init => field = AnsweredDeaths.Of(value); } = AnsweredDeaths.None;
}
