using Kubexit.Graveyards;

namespace Kubexit.Benchmarks.Watching;

/// <summary>Who trusts no notification looks again and again.</summary>
internal abstract class Poller : Watcher
{
    public override bool ReadsTombstone => true;

    public sealed override IDisposable Watch(string directory, Action onKnown)
    {
        var path = Path.Combine(directory, "client");
        return new Timer(
            _ =>
            {
                if (File.Exists(path) && TombstoneText.TryRead(File.ReadAllBytes(path), out var _)?.Died is not null) onKnown();
            },
            null, Period, Period);
    }
}
