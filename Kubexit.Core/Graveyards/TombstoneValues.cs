namespace Kubexit.Graveyards;

/// <summary>What a tombstone says: its keys and their values, on the stack while it is read.</summary>
/// <remarks>Every tombstone holds one: small numbers are kept as such, and nobody has a nullable of its own.</remarks>
internal record struct TombstoneValues
{
    private int _exitCode;
    private bool _hasExitCode;

    /// <summary>Its number; zero is none.</summary>
    private byte _signal;

    /// <summary>One more than its number; zero is none.</summary>
    private byte _reason;

    public TombstoneTime Waiting { get; set; }

    public TombstoneTime Born { get; set; }

    public TombstoneTime Ready { get; set; }

    public TombstoneTime Died { get; set; }

    public int? ExitCode
    {
        readonly get => _hasExitCode ? _exitCode : null;
        set => (_hasExitCode, _exitCode) = (value is not null, value ?? 0);
    }

    public Signal? Signal
    {
        readonly get => _signal == 0 ? null : Kubexit.Signal.FromNumber(_signal);
        set => _signal = (byte)(value?.Number ?? 0);
    }

    public DeathReason? Reason
    {
        readonly get => _reason == 0 ? null : (DeathReason)(_reason - 1);
        set => _reason = (byte)(value is { } reason ? (int)reason + 1 : 0);
    }

    public string? Life { get; set; }

    public string? Awaits { get; set; }

    /// <summary>Null rather than empty.</summary>
    public AnsweredDeaths? Answered { get; set; }
}
