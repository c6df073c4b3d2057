namespace Kubexit.Testing;

/// <summary>
/// A process that a test plays: it holds a lock and writes tombstones as a real one does, but does nothing else. After its death it can be
/// born again, which is its next life.
/// </summary>
/// <remarks>Thread-safe. Each method returns the neighbour, so that <c>graveyard.Neighbour("db").Born().Ready()</c> tells a life.</remarks>
public sealed class TestNeighbour
{
    private readonly object _lock = new();
    private readonly Graveyard _graveyard;
    private readonly TimeProvider _time;
    private GraveyardMember? _life;
    private bool _hasLeft;

    internal TestNeighbour(string name, Graveyard graveyard, TimeProvider time) => (Name, _graveyard, _time) = (name, graveyard, time);

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>It has joined and waits for its own birth dependencies.</summary>
    /// <returns>This neighbour.</returns>
    /// <exception cref="GraveyardException">An application holds the name, or the folder is gone.</exception>
    /// <exception cref="ObjectDisposedException">The graveyard is disposed.</exception>
    public TestNeighbour Waiting() => Carve(current => current);

    /// <summary>It has been started.</summary>
    /// <returns>This neighbour.</returns>
    /// <inheritdoc cref="Waiting" path="/exception"/>
    public TestNeighbour Born() => Carve(current => current with { Born = current.Born ?? _time.GetUtcNow() });

    /// <summary>It is ready. It is born too, if it was not.</summary>
    /// <returns>This neighbour.</returns>
    /// <inheritdoc cref="Waiting" path="/exception"/>
    public TestNeighbour Ready() => Carve(current =>
        current with { Born = current.Born ?? _time.GetUtcNow(), Ready = current.Ready ?? _time.GetUtcNow() });

    /// <summary>It ends by itself. It is born too, if it was not.</summary>
    /// <param name="exitCode">Its exit code, 0 to 255. Default 0.</param>
    /// <returns>This neighbour.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exitCode"/> is out of range.</exception>
    /// <inheritdoc cref="Waiting" path="/exception"/>
    public TestNeighbour Dies(int exitCode = 0)
    {
        if (exitCode is < 0 or > 255) throw new ArgumentOutOfRangeException(nameof(exitCode), exitCode, "An exit code is 0 to 255.");
        return End(current => current with { ExitCode = exitCode, Reason = DeathReason.Exited });
    }

    /// <summary>A signal ends it: its exit code is 128 and the signal's number.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>This neighbour.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="signal"/> is the default value, which is not a signal.</exception>
    /// <inheritdoc cref="Waiting" path="/exception"/>
    public TestNeighbour DiesBySignal(Signal signal)
    {
        if (signal == default) throw new ArgumentOutOfRangeException(nameof(signal), "This is not a signal. Use a property of Signal.");
        return End(current => current with { ExitCode = 128 + signal.Number, Signal = signal, Reason = DeathReason.Signaled });
    }

    /// <summary>It and its wrapper are killed, so that nobody records its death: its lock is free.</summary>
    /// <returns>This neighbour.</returns>
    /// <inheritdoc cref="Waiting" path="/exception"/>
    public TestNeighbour Vanishes()
    {
        lock (_lock)
        {
            Carve(current => current with { Born = current.Born ?? _time.GetUtcNow() });
            Release();
            return this;
        }
    }

    internal void Leave()
    {
        lock (_lock)
        {
            _hasLeft = true;
            Release();
        }
    }

    private TestNeighbour Carve(Func<Tombstone, Tombstone> change)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_hasLeft, typeof(TestGraveyard));
            _life ??= _graveyard.Join(Name);
            _life.Carve(change(_life.Current));
            return this;
        }
    }

    private TestNeighbour End(Func<Tombstone, Tombstone> change)
    {
        lock (_lock)
        {
            Carve(current => change(current with { Born = current.Born ?? _time.GetUtcNow(), Died = _time.GetUtcNow() }));
            Release();
            return this;
        }
    }

    private void Release()
    {
        _life?.Dispose();
        _life = null;
    }
}
