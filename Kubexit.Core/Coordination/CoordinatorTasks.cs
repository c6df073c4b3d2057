using System.Net.Http;
using Kubexit.Configuration;
using Kubexit.Dependencies;
using Kubexit.Graveyards;
using Kubexit.Probes;
using Kubexit.Supervision;
using Microsoft.Extensions.Logging;

namespace Kubexit.Coordination;

/// <summary>
/// What a run does beside the event loop: readiness from elsewhere, probes, hooks, quit requests. Each reports back onto the loop.
/// </summary>
/// <remarks>
/// All of it begins on the loop, and what needs no thread (a command, a sleep) stays there: a stop must not depend on a thread that a full
/// pod does not give. Requests go to the thread pool through <see cref="WorkerThreads"/>, where none is a failure of the request.
/// </remarks>
internal sealed class CoordinatorTasks(CoordinatorOptions options, CoordinatorServices services, Action<CoordinatorEvent> handle)
    : IDisposable
{
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HelperLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _readiness = new();
    private readonly CancellationTokenSource _objects = new();
    private readonly CancellationTokenSource _probe = new();
    private readonly List<Task> _helpers = [];
    private CancellationTokenSource _hook = new();

    /// <summary>
    /// Follows what is told elsewhere than in the graveyard: readiness until the start, objects of the cluster until the end.
    /// </summary>
    public void Follow(DependencyWatch watch)
    {
        if (services.Objects is not null) _ = Run(token => Task.Run(() => watch.FollowObjectsAsync(token), token), _objects.Token);
        if (services.Readiness is not null) _ = Run(token => Task.Run(() => watch.FollowReadinessAsync(token), token), _readiness.Token);
    }

    public void StopReadiness() => _readiness.Cancel();

    public void StartProbe() => _helpers.Add(Run(async token =>
    {
        await WaitUntilReadyAsync(token).ConfigureAwait(false);
        Report(new CoordinatorEvent(CoordinatorEventKind.ProbeSucceeded), token);
    }, _probe.Token));

    public void StopProbe() => _probe.Cancel();

    /// <summary>Starts a hook. One that still runs is ended: a stop does not wait for the postStart hook.</summary>
    public void StartHook(string name, HookOptions hook)
    {
        _hook.Cancel();
        _hook = new CancellationTokenSource();
        var runner = new HookRunner(services.Commands, services.Loop.Time, new HookOutput(services.Logger, name).Line);
        _helpers.Add(Run(async token =>
        {
            var failure = await RunHookAsync(runner, hook, token).ConfigureAwait(false);
            if (failure is not null) CoordinatorLog.HookFailed(services.Logger, name, failure);
            Report(failure is null
                ? new CoordinatorEvent(CoordinatorEventKind.HookSucceeded)
                : new CoordinatorEvent(CoordinatorEventKind.HookFailed) { Text = $"{name} hook failed: {failure}" }, token);
        }, _hook.Token));
    }

    /// <summary>After <see cref="Dispose"/>: waits until hooks and probes that still ran are gone, asks the neighbours that cannot be
    /// wrapped to quit, then goes on, whatever came of it.</summary>
    public void WindUp(bool hadChild, Action then)
    {
        _helpers.RemoveAll(helper => helper.IsCompleted);
        var quits = hadChild ? options.QuitHttpPosts : [];
        if (_helpers.Count == 0 && quits.Count == 0)
        {
            then();
            return;
        }

        _ = Run(async _ =>
        {
            await EndHelpersAsync().ConfigureAwait(false);
            foreach (var quit in quits.Select(PostQuitAsync).ToArray()) await quit.ConfigureAwait(false);
            services.Loop.Post(then);
        }, CancellationToken.None);
    }

    public void Dispose()
    {
        _readiness.Cancel();
        _objects.Cancel();
        _probe.Cancel();
        _hook.Cancel();
    }

    // A hook that ends in any way must be heard of, or the child would never be ready, or never be told to stop.
    private static async Task<string?> RunHookAsync(HookRunner runner, HookOptions hook, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(hook, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    // A probe that somebody has configured knows better than the child.
    private Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        if (options.ReadinessProbe is not { } probeOptions) return services.Announcement!.WaitAsync(cancellationToken);
        var probe = probeOptions.Target.CreateProbe(services.Commands);

        // A command is run by the loop itself; what asks the network or a file system must not hold the loop up.
        if (probeOptions.Target is not ProbeTarget.Exec) probe = new WorkerProbe(probe);
        return new ReadinessProber(probe, probeOptions, services.Loop.Time, services.Logger).WaitUntilReadyAsync(cancellationToken);
    }

    // A process that not even KILL can end (it waits for a device) must not keep us for ever.
    private async Task EndHelpersAsync()
    {
        try
        {
            await Task.WhenAll(_helpers).WaitAsync(HelperLimit, services.Loop.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            CoordinatorLog.HelperLeft(services.Logger, GoDuration.Format(HelperLimit));
        }
    }

    private async Task PostQuitAsync(Uri url)
    {
        try
        {
            using var limit = new CancellationTokenSource(QuitTimeout, services.Loop.Time);
            using var client = ProbeHttpClient.Create();
            using var response = await WorkerThreads.RunAsync(() => client.PostAsync(url, content: null, limit.Token), limit.Token)
                .ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                CoordinatorLog.QuitPostFailed(services.Logger, url.AbsoluteUri, $"status {(int)response.StatusCode}");
        }
        catch (Exception e)
        {
            var reason = e is OperationCanceledException ? $"no answer within {GoDuration.Format(QuitTimeout)}"
                : PrintableText.Shortened(e.GetBaseException().Message);
            CoordinatorLog.QuitPostFailed(services.Logger, url.AbsoluteUri, reason);
        }
    }

    /// <summary>What is not an event by the end of the work is a failure of Kubexit, and an event too.</summary>
    private async Task Run(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nothing waits for it any more.
        }
        catch (Exception e)
        {
            var exitCode = (e as KubexitException)?.ExitCode ?? OwnExitCode.Internal;
            Report(new CoordinatorEvent(CoordinatorEventKind.Failed) { Text = $"{e.GetType().Name}: {e.Message}", ExitCode = exitCode },
                CancellationToken.None);
        }
    }

    /// <summary>Not when it was cancelled meanwhile: the machine must not take the end of one hook for that of the next.</summary>
    private void Report(CoordinatorEvent e, CancellationToken cancellationToken) => services.Loop.Post(() =>
    {
        if (!cancellationToken.IsCancellationRequested) handle(e);
    });
}
