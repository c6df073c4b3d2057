using System.Text;
using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Portable;

namespace Kubexit.Tests.Fakes;

/// <summary>A graveyard in memory. Held to the same contract as the real ones; beyond that it fails when a test says so.</summary>
internal sealed class FakeGraveyardStore : IGraveyardStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, FakeLock> _locks = [];
    private readonly List<FakeWatch> _watches = [];

    public string Path => "/graveyard";

    /// <summary>Whether the directory stands.</summary>
    public bool Exists { get; private set; }

    /// <summary>Why nothing can be written; <see langword="null"/> when it can.</summary>
    public string? WriteProblem { get; set; }

    /// <summary>Why nothing can be watched; <see langword="null"/> when it can.</summary>
    public string? WatchProblem { get; set; }

    /// <summary>Why the directory cannot be listed; <see langword="null"/> when it can.</summary>
    public string? ListProblem { get; set; }

    /// <summary>Why nothing can be read for now, such as a want of descriptors; <see langword="null"/> when it can.</summary>
    public string? ReadProblem { get; set; }

    /// <summary>Whether the watches tell of changes.</summary>
    public bool TellsChanges { get; set; } = true;

    /// <summary>How often each name was read.</summary>
    public Dictionary<string, int> Reads { get; } = [];

    public void EnsureExists() => Exists = true;

    public void ThrowIfImpossible()
    {
    }

    public StoredFile Read(string name, Span<byte> buffer)
    {
        lock (_gate)
        {
            Reads[name] = Reads.GetValueOrDefault(name) + 1;
            if (ReadProblem is { } problem) return StoredFile.Unavailable(problem);
            if (!_files.TryGetValue(name, out var content)) return StoredFile.Missing;
            if (content.Length > StoredFile.MaxLength) return StoredFile.TooLong(content.Length);
            if (content.Length >= buffer.Length) return StoredFile.Longer(StoredFile.MaxLength + 1);
            content.CopyTo(buffer);
            return StoredFile.Found(content.Length);
        }
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (WriteProblem is { } problem) throw new GraveyardException(problem);
        if (!Exists) throw new GraveyardException("Cannot write: the graveyard was removed. Create it.");
        lock (_gate) _files[name] = content.ToArray();
        Tell(name);
    }

    public IGraveyardSweep CreateSweep() => new PortableSweep(this, List);

    public ILifeLock? TryLock(string name, string life)
    {
        if (!Exists) throw new GraveyardException("Cannot lock: the graveyard was removed. Create it.");
        lock (_gate)
        {
            if (_locks.TryGetValue(name, out var held) && held.IsHeld) return null;
            return _locks[name] = new FakeLock(this, name, life);
        }
    }

    /// <summary>Called just before a watch ends, which can take a real system long.</summary>
    public Action? BeforeWatchEnds { get; set; }

    /// <summary>Called once, just before the next look at a lock.</summary>
    public Action? BeforeProbe { get; set; }

    public LockProbe Probe(string name)
    {
        var before = BeforeProbe;
        BeforeProbe = null;
        before?.Invoke();
        lock (_gate)
        {
            return _locks.TryGetValue(name, out var found)
                ? new LockProbe(found.IsHeld ? LockState.Held : LockState.Free, found.Life)
                : new LockProbe(LockState.Absent, null);
        }
    }

    public IDisposable Watch(IEventLoop loop, IGraveyardEvents events)
    {
        if (WatchProblem is { } problem) throw new GraveyardException(problem);
        if (!Exists) throw new GraveyardException("Cannot watch: the graveyard was removed. Create it.");
        var watch = new FakeWatch(this, loop, events);
        lock (_gate) _watches.Add(watch);
        return watch;
    }

    /// <summary>Another process writes its tombstone.</summary>
    public void Put(string name, string text)
    {
        EnsureExists();
        lock (_gate) _files[name] = Encoding.UTF8.GetBytes(text);
        Tell(name);
    }

    public string? TextOf(string name)
    {
        lock (_gate) return _files.TryGetValue(name, out var content) ? Encoding.UTF8.GetString(content) : null;
    }

    public Tombstone? TombstoneOf(string name)
    {
        lock (_gate) return _files.TryGetValue(name, out var content) ? TombstoneText.TryRead(content, out _) : null;
    }

    public void Delete(string name)
    {
        lock (_gate) _files.Remove(name);
        Tell(name);
    }

    /// <summary>A neighbour removes the lock of a name, held or not.</summary>
    public void DeleteLock(string name)
    {
        lock (_gate) _locks.Remove(name);
        Tell(GraveyardFileNames.Lock(name));
    }

    /// <summary>The directory goes with everything in it.</summary>
    public void Remove()
    {
        FakeWatch[] watches;
        lock (_gate)
        {
            Exists = false;
            _files.Clear();
            _locks.Clear();
            watches = [.. _watches];
        }

        foreach (var watch in watches) watch.Say(e => e.Gone());
    }

    /// <summary>The system drops hints.</summary>
    public void LoseHints()
    {
        foreach (var watch in _watches.ToArray()) watch.Say(e => e.Lost());
    }

    private IReadOnlyList<string> List()
    {
        if (ListProblem is { } problem) throw new GraveyardException(problem);
        lock (_gate) return [.. _files.Keys, .. _locks.Keys.Select(GraveyardFileNames.Lock)];
    }

    private void Tell(string fileName)
    {
        FakeWatch[] watches;
        lock (_gate) watches = [.. _watches];
        if (!TellsChanges) return;
        foreach (var watch in watches) watch.Say(e => e.Changed(Encoding.UTF8.GetBytes(fileName)));
    }

    private sealed class FakeLock(FakeGraveyardStore store, string name, string life) : ILifeLock
    {
        public bool IsHeld { get; private set; } = true;

        public string Life => life;

        public bool IsInPlace
        {
            get
            {
                lock (store._gate) return store._locks.GetValueOrDefault(name) == this;
            }
        }

        public void Dispose()
        {
            lock (store._gate) IsHeld = false;
            if (IsInPlace) store.Tell(GraveyardFileNames.Lock(name));
        }
    }

    private sealed class FakeWatch(FakeGraveyardStore store, IEventLoop loop, IGraveyardEvents events) : IDisposable
    {
        private bool _isDisposed;

        public void Say(Action<IGraveyardEvents> say) => loop.Post(() =>
        {
            if (!_isDisposed) say(events);
        });

        public void Dispose()
        {
            store.BeforeWatchEnds?.Invoke();
            _isDisposed = true;
            lock (store._gate) store._watches.Remove(this);
        }
    }
}
