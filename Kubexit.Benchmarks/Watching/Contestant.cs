using System.Diagnostics;
using System.Text;
using Kubexit.Benchmarks.WholeProcess;

namespace Kubexit.Benchmarks.Watching;

/// <summary>Somebody who waits for one death in a graveyard of its own, and says when it knows.</summary>
internal sealed class Contestant : IDisposable
{
    private const string Life = "0123456789abcdef0123456789abcdef";
    private static readonly byte[] Tombstone = [.. TemporaryGraveyard.Dead, .. "Life: "u8, .. Encoding.ASCII.GetBytes(Life), (byte)'\n'];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly TemporaryGraveyard _graveyard;
    private readonly IDisposable? _lock;
    private readonly string _temporary;
    private readonly Rename _death;
    private readonly IDisposable? _watch;
    private long _knownAt;

    /// <param name="watcher">How it watches.</param>
    /// <param name="folder">The folder on the volume that is measured; <see langword="null"/> for memory.</param>
    public Contestant(Watcher watcher, string? folder)
    {
        Watcher = watcher;
        _graveyard = new TemporaryGraveyard(folder);
        _temporary = _graveyard.PathOf(".client.tmp");
        _death = new Rename(_temporary, _graveyard.PathOf("client"));

        // Who records its death holds its lock still.
        _lock = new Graveyard(_graveyard.Path).Store.TryLock("client", Life);
        _watch = watcher.Watch(_graveyard.Path, () => Interlocked.CompareExchange(ref _knownAt, Stopwatch.GetTimestamp(), 0));
    }

    public Watcher Watcher { get; }

    /// <summary>Microseconds from just before the rename, when nothing had happened for a while.</summary>
    public Sample FromSleep { get; } = new();

    /// <summary>The same, when the file that is renamed was written an instant ago, as every tombstone is.</summary>
    public Sample FromWrite { get; } = new();

    public void WarmUp(TimeSpan pause)
    {
        Die(beforeWrite: TimeSpan.Zero, beforeRename: pause);
        Die(beforeWrite: pause, beforeRename: TimeSpan.Zero);
    }

    public void DieFromSleep(TimeSpan pause) => FromSleep.Add(Die(beforeWrite: TimeSpan.Zero, beforeRename: pause));

    public void DieFromWrite(TimeSpan pause) => FromWrite.Add(Die(beforeWrite: pause, beforeRename: TimeSpan.Zero));

    public void Dispose()
    {
        _watch?.Dispose();
        _lock?.Dispose();
        _graveyard.Dispose();
    }

    private double Die(TimeSpan beforeWrite, TimeSpan beforeRename)
    {
        File.Delete(_graveyard.PathOf("client"));
        if (beforeWrite > TimeSpan.Zero) Thread.Sleep(beforeWrite);
        File.WriteAllBytes(_temporary, Tombstone);
        if (beforeRename > TimeSpan.Zero) Thread.Sleep(beforeRename);
        Volatile.Write(ref _knownAt, 0);
        var diedAt = Stopwatch.GetTimestamp();
        _death.Do();

        // Asleep, so that both processors are the watcher's; it takes the time itself.
        while (Volatile.Read(ref _knownAt) == 0)
        {
            if (Stopwatch.GetElapsedTime(diedAt) > Patience)
                throw new TimeoutException($"{Watcher}: no word of a death in {Patience.TotalSeconds:F0} s.");
            Thread.Sleep(1);
        }

        return (Volatile.Read(ref _knownAt) - diedAt) / 1e3;
    }
}
