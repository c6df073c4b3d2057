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
/// Only at the very end the exit code is known: Main may work on, and return one, after its host has stopped. Until then the process is
/// stopping. A process that begins another member (a test, a second host) has ended the earlier one, with an exit code that nobody knows.
/// </remarks>
/// <param name="onEnd">Told the end, and whether its exit code is known, at most a few times; the first counts.</param>
/// <param name="recorded">Completes when the death is on disk.</param>
/// <param name="exitCodeOf">The exit code that an unhandled exception stands for; <see langword="null"/> for one that is to crash.</param>
/// <param name="logger">For what must not be lost silently.</param>
internal sealed class ProcessEnd(Action<ChildExit, bool> onEnd, Task recorded, Func<object, int?> exitCodeOf, Func<ILogger> logger)
{
    // Longer than requests to quit may take.
    private static readonly TimeSpan RecordLimit = TimeSpan.FromSeconds(10);

    private static readonly ConcurrentDictionary<ProcessEnd, bool> WithoutHost = new();

    /// <summary>Ends every member of this process whose host has stopped; none of them will come back.</summary>
    public static void EndThoseWithoutHost()
    {
        foreach (var (earlier, _) in WithoutHost) earlier.End(ChildExit.Exited(ExitCode), isCodeKnown: false);
    }

    public void Watch()
    {
        EndThoseWithoutHost();
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
    }

    public void Unwatch()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        WithoutHost.TryRemove(this, out _);
    }

    public void HostStopped()
    {
        if (!recorded.IsCompleted) WithoutHost.TryAdd(this, true);
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
        if (e.ExceptionObject is KubexitException known && !IsToldByTheHost(known))
            StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit: {known.Message}\n"));
#pragma warning disable RS0030 // There is nobody left to return an exit code to.
        Environment.Exit(exitCode);
#pragma warning restore RS0030
    }

    // The host logs what a hosted service throws at its start, and only that.
    private bool IsToldByTheHost(KubexitException e) => e is NotStartedException && logger().IsEnabled(LogLevel.Critical);

    private void End(ChildExit exit, bool isCodeKnown = true)
    {
        onEnd(exit, isCodeKnown);
        if (!recorded.Wait(RecordLimit)) HostingLog.NotRecorded(logger(), GoDuration.Format(RecordLimit));
    }
}
