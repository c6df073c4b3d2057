using System.Text;

namespace Kubexit.Platform.Portable;

/// <summary>
/// Hints by <see cref="FileSystemWatcher"/>. It falls silent when the directory is replaced, so the directory is asked for as well.
/// </summary>
internal sealed class PortableWatch : IDisposable
{
    private static readonly TimeSpan PresencePeriod = TimeSpan.FromSeconds(1);

    private readonly FileSystemWatcher _watcher;
    private readonly ITimer _presence;
    private bool _disposed;

    public PortableWatch(IEventLoop loop, string path, IGraveyardEvents events)
    {
        if (!Directory.Exists(path)) throw new GraveyardException($"Cannot watch graveyard '{path}': it does not exist. Create it.");
        _watcher = new FileSystemWatcher(path);
        _watcher.Created += (_, e) => Changed(e.Name);
        _watcher.Changed += (_, e) => Changed(e.Name);
        _watcher.Renamed += (_, e) => Changed(e.Name);
        _watcher.Deleted += (_, e) => Changed(e.Name);
        _watcher.Error += (_, _) => Post(events.Lost);
        _watcher.EnableRaisingEvents = true;
        _presence = loop.Time.CreateTimer(_ => CheckPresence(), null, PresencePeriod, PresencePeriod);

        void Changed(string? name)
        {
            if (name is not null) Post(() => events.Changed(Encoding.UTF8.GetBytes(name)));
        }

        void Post(Action action) => loop.Post(() =>
        {
            if (!_disposed) action();
        });

        void CheckPresence()
        {
            if (!_disposed && !Directory.Exists(path)) events.Gone();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _presence.Dispose();
        _watcher.Dispose();
    }
}
