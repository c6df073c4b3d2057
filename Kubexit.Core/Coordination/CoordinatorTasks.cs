using System.Net.Http;
using Microsoft.Extensions.Logging;

namespace Kubexit;

/// <summary>What a run does beside the event loop: readiness from elsewhere, probes, hooks, quit requests. Each reports back onto the loop.</summary>
internal sealed class CoordinatorTasks(CoordinatorOptions options, CoordinatorServices services, Action<CoordinatorEvent> handle) : IDisposable
{
    private static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _readiness = new();
    private readonly CancellationTokenSource _probe = new();
    private readonly CancellationTokenSource _hook = new();
    private int _hooks;
    private string? _lastDelay;

    /// <summary>For the log: the last thing that kept the readiness source from telling.</summary>
    public string LastDelayText => _lastDelay is null ? "" : $"; {_lastDelay}";

    public void StartReadiness(DependencyTracker tracker)
    {
        if (services.Readiness is not { } source) return;
        var dependencies = options.BirthDependencies
            .Where(d => d.Condition == BirthCondition.Ready)
            .Select(d => new ReadinessDependency(d.Name, d.IsOptional)).ToArray();
        if (dependencies.Length > 0) Run(token => WatchReadinessAsync(source, dependencies, tracker, token), _readiness.Token);
    }

    public void StopReadiness() => _readiness.Cancel();

    public void StartProbe()
    {
        var probe = new ProbeFactory(services.Commands).Create(options.ReadinessProbe!.Target);
        var prober = new ReadinessProber(probe, options.ReadinessProbe, services.Loop.Time, services.Logger);
        Run(async token =>
        {
            await prober.WaitUntilReadyAsync(token).ConfigureAwait(false);
            Report(new CoordinatorEvent(CoordinatorEventKind.ProbeSucceeded));
        }, _probe.Token);
    }

    public void StopProbe() => _probe.Cancel();

    public void StartHook(string name, HookOptions hook)
    {
        // The preStop hook may start while the postStart hook still runs, whose end is then nobody's business.
        var number = ++_hooks;
        var runner = new HookRunner(services.Commands, services.Loop.Time, line => HookLog.Output(services.Logger, name, line));
        Run(async token =>
        {
            var failure = await RunHookAsync(runner, hook, token).ConfigureAwait(false);
            if (failure is not null) CoordinatorLog.HookFailed(services.Logger, name, failure);
            var end = failure is null
                ? new CoordinatorEvent(CoordinatorEventKind.HookSucceeded)
                : new CoordinatorEvent(CoordinatorEventKind.HookFailed) { Text = $"{name} hook failed: {failure}" };
            services.Loop.Post(() =>
            {
                if (number == _hooks) handle(end);
            });
        }, _hook.Token);
    }

    /// <summary>Asks the neighbours that cannot be wrapped to quit, then goes on, whatever they answer.</summary>
    public void PostQuits(bool hadChild, Action then)
    {
        if (!hadChild || options.QuitHttpPosts.Count == 0)
        {
            then();
            return;
        }

        Run(async token =>
        {
            await Task.WhenAll(options.QuitHttpPosts.Select(PostQuitAsync)).ConfigureAwait(false);
            services.Loop.Post(then);
        }, CancellationToken.None);
    }

    public void Dispose()
    {
        _readiness.Cancel();
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

    private async Task WatchReadinessAsync(
        IReadinessSource source, IReadOnlyCollection<ReadinessDependency> dependencies, DependencyTracker tracker, CancellationToken cancellationToken)
    {
        await foreach (var change in source.WatchAsync(dependencies, cancellationToken).ConfigureAwait(false))
        {
            services.Loop.Post(() => Apply(change, tracker));
        }
    }

    private void Apply(ReadinessChange change, DependencyTracker tracker)
    {
        switch (change)
        {
            case ReadinessChange.Ready ready:
                tracker.Ready(ready.Name);
                break;
            case ReadinessChange.Absent absent:
                tracker.Absent(absent.Name);
                break;
            case ReadinessChange.Impossible impossible:
                handle(new CoordinatorEvent(CoordinatorEventKind.BirthImpossible) { Text = impossible.Reason });
                break;
            case ReadinessChange.Delayed delayed:
                _lastDelay = delayed.Reason;
                CoordinatorLog.ReadinessDelayed(services.Logger, delayed.Reason);
                break;
        }
    }

    private async Task PostQuitAsync(Uri url)
    {
        try
        {
            using var limit = new CancellationTokenSource(QuitTimeout);
            using var client = ProbeHttpClient.Create();
            using var response = await client.PostAsync(url, content: null, limit.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode) CoordinatorLog.QuitPostFailed(services.Logger, url.AbsoluteUri, $"status {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            var reason = e is OperationCanceledException ? $"no answer within {GoDuration.Format(QuitTimeout)}" : e.GetBaseException().Message;
            CoordinatorLog.QuitPostFailed(services.Logger, url.AbsoluteUri, reason);
        }
    }

    /// <summary>Runs beside the loop. What is not an event by then is a failure of Kubexit, and an event too.</summary>
    private void Run(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => _ = Task.Run(async () =>
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Nobody waits for it any more.
        }
        catch (Exception e)
        {
            var exitCode = (e as KubexitException)?.ExitCode ?? 125;
            Report(new CoordinatorEvent(CoordinatorEventKind.Failed) { Text = $"{e.GetType().Name}: {e.Message}", ExitCode = exitCode });
        }
    }, CancellationToken.None);

    private void Report(CoordinatorEvent e) => services.Loop.Post(() => handle(e));
}
