using Kubexit.Platform;

namespace Kubexit.Tests.Simulation;

/// <summary>
/// How one process sees the pod's graveyard: its writes may fail, its hints may be lost or doubled, and all it holds goes when it is
/// killed.
/// </summary>
internal sealed class MemberStore(SimulatedPod pod, SimulatedProcess process) : IGraveyardStore
{
    private readonly List<IDisposable> _open = [];

    public string Path => pod.Graveyard.Path;

    public bool Exists => pod.Graveyard.Exists;

    /// <summary>The life that has taken the name; <see langword="null"/> as long as none has.</summary>
    public string? Life { get; private set; }

    /// <summary>Whether a write of this life has failed.</summary>
    public bool HasFailed { get; private set; }

    public void ThrowIfImpossible() => pod.Graveyard.ThrowIfImpossible();

    public void EnsureExists() => pod.Graveyard.EnsureExists();

    public StoredFile Read(string name, Span<byte> buffer) => pod.Graveyard.Read(name, buffer);

    public IGraveyardSweep CreateSweep() => pod.Graveyard.CreateSweep();

    public LockProbe Probe(string name) => pod.Graveyard.Probe(name);

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (process.Member.CannotWrite)
        {
            HasFailed = true;
            throw new GraveyardException("Cannot write: the disk is full.");
        }

        pod.Graveyard.Write(name, content);
    }

    public ILifeLock? TryLock(string name, string life)
    {
        var taken = pod.Graveyard.TryLock(name, life);
        if (taken is not null)
        {
            Life = life;
            _open.Add(taken);
        }

        return taken;
    }

    public IDisposable Watch(IEventLoop loop, IGraveyardEvents events)
    {
        var watch = pod.Graveyard.Watch(loop, new Hints(process.Member, events));
        _open.Add(watch);
        return watch;
    }

    /// <summary>As the kernel does at the end of a process.</summary>
    public void CloseAll()
    {
        foreach (var open in _open) open.Dispose();
        _open.Clear();
    }

    private sealed class Hints(SimulatedMember member, IGraveyardEvents events) : IGraveyardEvents
    {
        public void Changed(ReadOnlySpan<byte> fileName)
        {
            if (member.LosesHints) return;
            events.Changed(fileName);
            if (member.DoublesHints) events.Changed(fileName);
        }

        public void Lost() => events.Lost();

        public void Gone() => events.Gone();
    }
}
