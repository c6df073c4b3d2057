using System.Collections.Concurrent;
using System.Text;
using Kubexit.Configuration;
using Kubexit.Platform;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Hosting;

/// <summary>
/// Sees the end of this process on every way that lets it: Main returns, <c>Environment.Exit</c>, an unhandled exception. The kernel sees
/// the others by the lock.
/// </summary>
/// <remarks>
/// Only at the very end the exit code is known: Main may return one after its host has stopped. A process that lives on after its host (a
/// test, a second host) is taken as ended a moment later, or when the next member of this process begins.
/// </remarks>
/// <param name="onEnd">Told the end at most a few times; the first counts.</param>
/// <param name="recorded">Completes when the death is on disk.</param>
/// <param name="exitCodeOf">The exit code that an unhandled exception stands for; <see langword="null"/> for one that is to crash.</param>
/// <param name="logger">For what must not be lost silently.</param>
internal sealed class ProcessEnd(Action<ChildExit> onEnd, Task recorded, Func<object, int?> exitCodeOf, ILogger logger)
{
    private static readonly TimeSpan AfterHost = TimeSpan.FromSeconds(1);

    // Longer than requests to quit may take.
    private static readonly TimeSpan RecordLimit = TimeSpan.FromSeconds(10);

    private static readonly ConcurrentDictionary<ProcessEnd, ITimer> WithoutHost = new();

    public void Watch()
    {
        foreach (var (earlier, _) in WithoutHost) earlier.End(ChildExit.Exited(ExitCode));
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    public void Unwatch()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        if (WithoutHost.TryRemove(this, out var timer)) timer.Dispose();
    }

    public void HostStopped()
    {
        if (recorded.IsCompleted) return;
        var timer = EventLoop.Shared.Time.CreateTimer(_ => onEnd(ChildExit.Exited(ExitCode)), null, AfterHost, Timeout.InfiniteTimeSpan);
        if (!WithoutHost.TryAdd(this, timer)) timer.Dispose();
    }

    private static int ExitCode => Environment.ExitCode & 0xFF;

    private void OnProcessExit(object? sender, EventArgs e) => End(ChildExit.Exited(ExitCode));

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (exitCodeOf(e.ExceptionObject) is not { } exitCode)
        {
            End(ChildExit.Signaled(SignalName.Abrt));
            return;
        }

        // What a wrapper would end with; the runtime would make a crash with exit code 134 of it.
        if (e.ExceptionObject is KubexitException known) StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit: {known.Message}\n"));
#pragma warning disable RS0030 // There is nobody left to return an exit code to.
        Environment.Exit(exitCode);
#pragma warning restore RS0030
    }

    private void End(ChildExit exit)
    {
        onEnd(exit);
        if (!recorded.Wait(RecordLimit)) HostingLog.NotRecorded(logger, GoDuration.Format(RecordLimit));
    }
}
