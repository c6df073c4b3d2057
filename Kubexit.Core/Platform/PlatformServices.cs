using Kubexit.Platform.Linux;
using Kubexit.Platform.Portable;

namespace Kubexit.Platform;

/// <summary>The only place that asks which operating system this is.</summary>
internal static class PlatformServices
{
    public static EventLoop CreateEventLoop(Action<Exception>? onError) =>
        OperatingSystem.IsLinux() ? new PollEventLoop(onError) : new QueueEventLoop(onError);

    public static IGraveyardStore CreateGraveyardStore(string path) =>
        OperatingSystem.IsLinux() ? new LinuxGraveyardStore(path) : new PortableGraveyardStore(path);

    public static IChildLauncher CreateChildLauncher(IEventLoop loop) =>
        OperatingSystem.IsLinux() ? new LinuxChildLauncher((PollEventLoop)loop) : new PortableChildLauncher(loop);
}
