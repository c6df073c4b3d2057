using Kubexit.Platform;

namespace Kubexit.Host;

/// <summary>Runs a verb that waits: one event loop on the main thread, its signals included.</summary>
internal static class VerbLoop
{
    /// <summary>Starts a verb on the loop.</summary>
    /// <param name="loop">The loop; it does not run yet.</param>
    /// <param name="launcher">Starts children.</param>
    /// <param name="end">Ends the loop with an exit code. On the loop only.</param>
    /// <returns>What every signal is to be told to.</returns>
    public delegate Action<int> Starter(EventLoop loop, IChildLauncher launcher, Action<int> end);

    public static int Run(Starter start)
    {
        // As process 1 of an init container no signal has a default effect, and a helper command must not outlive us: so all are listened
        // to.
        PlatformServices.PrepareSignals();
        PlatformServices.ReleaseSignals(suspendOnly: true);
        int? exitCode = null;
        Exception? failure = null;
        EventLoop? running = null;
        var loop = running = PlatformServices.CreateEventLoop(e =>
        {
            failure ??= e;
            running!.Stop();
        });
        var launcher = PlatformServices.CreateChildLauncher(loop);
        var onSignal = start(loop, launcher, code =>
        {
            exitCode = code;
            loop.Stop();
        });
        using var signals = PlatformServices.ListenToSignals(loop, launcher, onSignal);
        loop.Run();
        return exitCode ?? throw failure ?? new InvalidOperationException("The event loop ended without a result.");
    }
}
