using System.Text;

namespace Kubexit.Platform.Portable;

/// <summary>A sweep by single questions to the store, without stamps: everything is read each time.</summary>
internal sealed class PortableSweep(IGraveyardStore store, Func<IReadOnlyList<string>> list) : IGraveyardSweep
{
    public bool Begin(FileNameVisitor visit)
    {
        if (!store.Exists) return false;
        foreach (var name in list()) visit(Encoding.UTF8.GetBytes(name));
        return true;
    }

    public StoredFile Read(string name, Span<byte> buffer, out FileStamp stamp)
    {
        stamp = default;
        return store.Read(name, buffer);
    }

    public LockProbe Probe(string name, string? likelyLife, out FileStamp stamp)
    {
        stamp = default;
        return store.Probe(name);
    }

    public FileStamp StampOf(string name) => default;

    public FileStamp LockStampOf(string name) => default;

    public void End()
    {
    }
}
