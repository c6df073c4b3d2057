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
    private TombstoneValues _values;

    /// <summary>A tombstone that says nothing yet.</summary>
    public Tombstone()
    {
    }

    private Tombstone(in TombstoneValues values) => _values = values;

    /// <summary>When the process, already in the graveyard, began to wait for its birth dependencies.</summary>
    public DateTimeOffset? Waiting { get => _values.Waiting; init => _values.Waiting = value; }

    /// <summary>When the process was started.</summary>
    public DateTimeOffset? Born { get => _values.Born; init => _values.Born = value; }

    /// <summary>When the process first became ready for use by others.</summary>
    public DateTimeOffset? Ready { get => _values.Ready; init => _values.Ready = value; }

    /// <summary>When the process ended. Present means dead, whatever the other keys say.</summary>
    public DateTimeOffset? Died { get => _values.Died; init => _values.Died = value; }

    /// <summary>The exit code of the process: 0 to 255, 128+n when signal n ended it. The Go original writes -1 for a signal.</summary>
    public int? ExitCode { get => _values.ExitCode; init => _values.ExitCode = value; }

    /// <summary>The signal that ended the process; <see langword="null"/> also when the tombstone names one that does not exist.</summary>
    public Signal? Signal { get => _values.Signal; init => _values.Signal = value; }

    /// <summary>Why the process ended.</summary>
    public DeathReason? Reason { get => _values.Reason; init => _values.Reason = value; }

    /// <summary>A random id of this life, the same as in the lock file; the Go original writes none.</summary>
    public string? Life { get => _values.Life; init => _values.Life = value; }

    /// <summary>
    /// Who is awaited before the start of this life, as in <c>KUBEXIT_BIRTH_DEPS</c>; <see langword="null"/> when nobody is.
    /// </summary>
    internal string? Awaits { get => _values.Awaits; init => _values.Awaits = value; }

    /// <summary>The deaths of dependencies that this process has acted on, in this life and in earlier ones, by name.</summary>
    internal IReadOnlyDictionary<string, AnsweredDeath> Answered
    {
        get => _values.Answered ?? AnsweredDeaths.None;
        init => _values.Answered = value.Count == 0 ? null : AnsweredDeaths.Of(value);
    }

    /// <returns>A tombstone with these values: <paramref name="known"/> where that says the same.</returns>
    internal static Tombstone Of(in TombstoneValues values, Tombstone? known) => known?._values == values ? known : new Tombstone(values);
}
