using Kubexit.Coordination;
using Kubexit.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>One helper process of an application, started, awaited and stopped with its host.</summary>
internal sealed class SupervisedProcess(
    SupervisedProcessOptions process, IHostApplicationLifetime lifetime, ILoggerFactory loggerFactory, IOptions<KubexitMemberOptions> member)
    : IHostedService, IDisposable
{
    private readonly ILogger _logger = loggerFactory.CreateLogger("Kubexit");
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Coordinator? _coordinator;
    private Task<CoordinatorResult>? _run;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new CoordinatorOptions { GraveyardPath = member.Value.GraveyardPath };
        process.Configure(options);
        _coordinator = new Coordinator(options, process.Child, CoordinatorServices.Create(options, readiness: null, new NamedLoggerFactory(loggerFactory, options.Name)) with
        {
            OnReady = () => _ready.TrySetResult(),
            IsFailureTold = true,
        });
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        _run = _coordinator.RunAsync();
        using var cancellation = cancellationToken.Register(_coordinator.RequestStop);
        await Task.WhenAny(_ready.Task, _run).ConfigureAwait(false);
        if (!_ready.Task.IsCompleted) throw new NotStartedException(await _run.ConfigureAwait(false));
        _ = ReportEndAsync(options.Name, _run);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_run is not { } run) return;
        _coordinator!.RequestStop();

        // The host has no more time: the process has none either.
        using var cancellation = cancellationToken.Register(Kill);
        await run.ConfigureAwait(false);
    }

    /// <summary>Kills what a failed start of the host, or an early end of the process, has left running.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (_run is { IsCompleted: false }) Kill();
    }

    private async Task ReportEndAsync(string name, Task<CoordinatorResult> run)
    {
        var result = await run.ConfigureAwait(false);
        if (lifetime.ApplicationStopping.IsCancellationRequested) return;
        var exit = result.Child?.ToString() ?? "never started";
        if (process.StopsHost)
        {
            // A helper that failed must not look like a success of the application.
            if (Environment.ExitCode == 0) Environment.ExitCode = result.ExitCode;
            HostingLog.ProcessEnded(_logger, name, exit);
            lifetime.StopApplication();
        }
        else
        {
            HostingLog.ProcessEndedAlone(_logger, name, exit);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (_run is not { IsCompleted: false } run) return;
        Kill();
        run.Wait(TimeSpan.FromSeconds(1));
    }

    // Both in one turn of the loop: no process has the time to tell this from a kill.
    private void Kill() => EventLoop.Shared.Post(() =>
    {
        _coordinator!.RequestStop();
        _coordinator.Handle(CoordinatorEvent.Elapsed(StopClock.Deadline) with { Text = "its host has no more time" });
    });
}
