using Kubexit.Hosting;

namespace Kubexit.Testing;

/// <summary>A graveyard of one test, in a temporary folder of its own. Applications join it, neighbours in it do what the test
/// says.</summary>
/// <remarks>
/// Thread-safe. Any number of test graveyards may exist at the same time in one process. Dispose the hosts that have joined first: a member
/// that still lives puts its tombstone back.
/// </remarks>
public sealed class TestGraveyard : IDisposable
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(30);

    private readonly object _lock = new();
    private readonly Dictionary<string, TestNeighbour> _neighbours = [];
    private readonly Graveyard _graveyard;
    private bool _disposed;

    /// <summary>Creates the folder.</summary>
    /// <param name="timeProvider">
    /// The clock of the neighbours' timestamps and, as the service <see cref="TimeProvider"/>, of the applications that join.
    /// <see langword="null"/>, the default: the system's, and applications keep theirs.
    /// </param>
    /// <exception cref="IOException">The folder cannot be created.</exception>
    public TestGraveyard(TimeProvider? timeProvider = null)
    {
        Time = timeProvider;
        Path = Directory.CreateTempSubdirectory("kubexit-test-").FullName;
        _graveyard = new Graveyard(Path, timeProvider);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    internal TimeProvider? Time { get; }

    /// <summary>A neighbour, the same one each time. It is absent until it is told to be born, to wait or to die.</summary>
    /// <param name="name">Its name: one path segment that does not start with a dot.</param>
    /// <returns>The neighbour.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    /// <exception cref="ObjectDisposedException">The graveyard is disposed.</exception>
    public TestNeighbour Neighbour(string name)
    {
        _graveyard.Read(name); // Is it a name?
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_neighbours.TryGetValue(name, out var neighbour))
                _neighbours.Add(name, neighbour = new TestNeighbour(name, _graveyard, Time ?? TimeProvider.System));
            return neighbour;
        }
    }

    /// <summary>Looks at one name: a neighbour's or an application's.</summary>
    /// <param name="name">The name.</param>
    /// <returns>What was found; <see cref="Vitality.Absent"/> when there is nothing.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    public GraveyardEntry Read(string name) => _graveyard.Read(name);

    /// <summary>
    /// Waits until the tombstone of an application says what the test expects. When it returns, the application has also done what goes
    /// with that: a fake clock may be advanced.
    /// </summary>
    /// <param name="name">The application's name.</param>
    /// <param name="condition">What is expected, for example <c>tombstone => tombstone.Ready is not null</c>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The tombstone.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a valid name.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="TimeoutException">It did not come true within 30 seconds of real time; the message shows the tombstone.</exception>
    public async Task<Tombstone> WaitForAsync(string name, Func<Tombstone, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(condition);
        _graveyard.Read(name); // Is it a name?
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(WaitLimit);
        GraveyardEntry? seen = null;
        try
        {
            // Told on the event loop of the applications, so after the turn in which they wrote.
            await foreach (var entry in _graveyard.WatchAsync(cancellationToken: limit.Token).ConfigureAwait(false))
            {
                if (entry.Name != name) continue;
                seen = entry;
                if (entry.Tombstone is { } tombstone && condition(tombstone)) return tombstone;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Said below.
        }

        throw new TimeoutException($"'{name}' did not become what the test waits for within {WaitLimit.TotalSeconds} s. " + (seen is null
            ? "No application has joined by that name. Does the application call AddKubexit, and the test JoinTestGraveyard?"
            : $"It is {seen.Vitality}: {seen.Tombstone}"));
    }

    /// <summary>Ends the neighbours that live and the members whose hosts have stopped, and deletes the folder.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var neighbour in _neighbours.Values) neighbour.Leave();
        }

        // They wait for the end of the process to record their exit code, and would put back what is deleted here.
        ProcessEnd.EndThoseWithoutHost();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test has deleted it.
        }
    }
}
