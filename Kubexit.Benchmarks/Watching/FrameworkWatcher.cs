namespace Kubexit.Benchmarks.Watching;

/// <summary>What the framework offers.</summary>
internal abstract class FrameworkWatcher : Watcher
{
    public override bool IsBaseline => true;

    public sealed override IDisposable Watch(string directory, Action onKnown)
    {
        var watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
        watcher.Renamed += (_, e) => Changed(e);
        watcher.Created += (_, e) => Changed(e);
        watcher.EnableRaisingEvents = true;
        return watcher;

        void Changed(FileSystemEventArgs e)
        {
            if (e.Name == "client" && IsDead(e.FullPath)) onKnown();
        }
    }

    /// <summary>Whether what stands there tells of a death.</summary>
    protected abstract bool IsDead(string path);
}
