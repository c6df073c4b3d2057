using Kubexit.Graveyards;

namespace Kubexit.Benchmarks.Watching;

/// <summary>What one would write who has only the framework, with our reader: no lock is looked at.</summary>
internal sealed class FrameworkTombstones : FrameworkWatcher
{
    public override string Name => "FileSystemWatcher, tombstone";

    public override bool ReadsTombstone => true;

    protected override bool IsDead(string path) => TombstoneText.TryRead(File.ReadAllBytes(path), out _)?.Died is not null;
}
