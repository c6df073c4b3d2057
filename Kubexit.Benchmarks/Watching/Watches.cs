using Kubexit.Graveyards;
using Kubexit.Platform;
using Kubexit.Platform.Linux;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Benchmarks.Watching;

/// <summary>The ways to learn of the death of <c>client</c>. Each calls back on a thread of its own.</summary>
internal static class Watches
{
    /// <summary>The least that Linux can do: a thread asleep in read(2), which looks at no name. It ends with the directory.</summary>
    public static unsafe IDisposable? Bare(string directory, Action onKnown)
    {
        var inotify = new Descriptor(Libc.inotify_init1(Libc.InCloexec));
        fixed (byte* path = NativePath.Of(directory))
        {
            if (Libc.inotify_add_watch(inotify.Fd, path, Libc.InMovedTo) < 0) throw new IOException(Libc.Describe(Libc.Errno));
        }

        new Thread(Wait) { IsBackground = true }.Start();
        return null;

        void Wait()
        {
            const int length = 4096;
            var events = stackalloc byte[length];
            while (Libc.read(inotify.Fd, events, length) > 0 && ((Libc.InotifyEvent*)events)->Mask != Libc.InIgnored) onKnown();
            inotify.Dispose();
        }
    }

    public static IDisposable Names(string directory, Action onKnown) =>
        OnLoop(loop => new Graveyard(directory).Store.Watch(loop, new NameEvents(onKnown)));

    public static IDisposable Tombstones(string directory, Action onKnown) => OnLoop(loop =>
    {
        var observer = new GraveyardObserver(new Graveyard(directory).Store, loop, ["client"], NullLogger.Instance, o =>
        {
            if (o.IsDead) onKnown();
        });
        observer.Start(TimeSpan.FromSeconds(10));
        return observer;
    });

    public static IDisposable FrameworkNames(string directory, Action onKnown) => Framework(directory, _ => onKnown());

    /// <summary>What one would write who has only the framework, with our reader: no lock is looked at.</summary>
    public static IDisposable FrameworkTombstones(string directory, Action onKnown) => Framework(directory, path =>
    {
        if (TombstoneText.TryRead(File.ReadAllBytes(path), out _)?.Died is not null) onKnown();
    });

    public static Func<string, Action, IDisposable> Poll(TimeSpan period) => (directory, onKnown) =>
    {
        var path = Path.Combine(directory, "client");
        return new Timer(
            _ =>
            {
                if (File.Exists(path) && TombstoneText.TryRead(File.ReadAllBytes(path), out var _)?.Died is not null) onKnown();
            },
            null, period, period);
    };

    private static FileSystemWatcher Framework(string directory, Action<string> onChanged)
    {
        var watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
        watcher.Renamed += (_, e) => Changed(e);
        watcher.Created += (_, e) => Changed(e);
        watcher.EnableRaisingEvents = true;
        return watcher;

        void Changed(FileSystemEventArgs e)
        {
            if (e.Name == "client") onChanged(e.FullPath);
        }
    }

    private static LoopWatch OnLoop(Func<PollEventLoop, IDisposable> start)
    {
        var thread = new LoopThread();
        IDisposable? watch = null;
        thread.Run(() => watch = start(thread.Loop));
        return new LoopWatch(thread, watch!);
    }

    private sealed class LoopWatch(LoopThread thread, IDisposable watch) : IDisposable
    {
        public void Dispose()
        {
            thread.Run(watch.Dispose);
            thread.Dispose();
        }
    }

    private sealed class NameEvents(Action onKnown) : IGraveyardEvents
    {
        public void Changed(ReadOnlySpan<byte> fileName)
        {
            if (fileName.SequenceEqual("client"u8)) onKnown();
        }

        public void Lost()
        {
        }

        public void Gone()
        {
        }
    }
}
