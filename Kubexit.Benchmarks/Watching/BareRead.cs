using Kubexit.Platform;
using Kubexit.Platform.Linux;

namespace Kubexit.Benchmarks.Watching;

/// <summary>The least that Linux can do: a thread asleep in read(2), which looks at no name. It ends with the directory.</summary>
internal sealed unsafe class BareRead : Watcher
{
    public override string Name => "bare read";

    public override bool ReadsTombstone => false;

    public override IDisposable? Watch(string directory, Action onKnown)
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
}
