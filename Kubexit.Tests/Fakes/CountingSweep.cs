using Kubexit.Platform;

namespace Kubexit.Tests.Fakes;

/// <summary>Counts what a real sweep is asked.</summary>
internal sealed class CountingSweep(IGraveyardSweep inner) : IGraveyardSweep
{
    public int Reads { get; private set; }

    public int Probes { get; private set; }

    public int Stamps { get; private set; }

    public int Questions => Reads + Probes + Stamps;

    /// <summary>Called after each reading, with the name.</summary>
    public Action<string>? AfterRead { get; set; }

    /// <summary>Called once, just before the next question for a lock.</summary>
    public Action? BeforeProbe { get; set; }

    public (int Reads, int Probes, int Stamps) Take()
    {
        var counts = (Reads, Probes, Stamps);
        Reads = Probes = Stamps = 0;
        return counts;
    }

    public bool Begin(FileNameVisitor visit) => inner.Begin(visit);

    public StoredFile Read(string name, Span<byte> buffer, out FileStamp stamp)
    {
        Reads++;
        var file = inner.Read(name, buffer, out stamp);
        AfterRead?.Invoke(name);
        return file;
    }

    public LockProbe Probe(string name, string? likelyLife, out FileStamp stamp)
    {
        var before = BeforeProbe;
        BeforeProbe = null;
        before?.Invoke();
        Probes++;
        return inner.Probe(name, likelyLife, out stamp);
    }

    public FileStamp StampOf(string name)
    {
        Stamps++;
        return inner.StampOf(name);
    }

    public FileStamp LockStampOf(string name)
    {
        Stamps++;
        return inner.LockStampOf(name);
    }

    public void End() => inner.End();
}
