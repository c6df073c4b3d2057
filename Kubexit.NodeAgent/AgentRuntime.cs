using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using Kubexit.Platform;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>Puts an agent together and runs it: for ever, for one drill, or only on paper.</summary>
internal sealed class AgentRuntime : IDisposable
{
    /// <summary>A request that takes longer than this is of no use when seconds count.</summary>
    public static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(3);

    private readonly AgentSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AgentMetrics _metrics = new();
    private readonly INodeApi _api;
    private readonly NoticeSources _sources;
    private readonly NoticeBoard _board;
    private readonly Webhook? _webhook;
    private readonly AgentLoop _agent;

    public AgentRuntime(AgentSettings settings, INodeApi api, TimeProvider time, ILogger logger)
    {
        (_settings, _api, _time, _logger) = (settings, api, time, logger);
        var pacer = new RequestPacer(settings.Agent.Drain.RequestsPerSecond, time);
        _sources = new NoticeSources(settings.Notices, settings.Agent.BootId, time, AzureResourceAsync);
        _board = new NoticeBoard(settings.Notices.Rules, time, NotRead);
        _webhook = settings.Webhook is { } url ? new Webhook(url, time) : null;
        var reporter = new AgentReporter(api, pacer, settings.Agent, _metrics, _webhook, time, logger);
        _agent = new AgentLoop(api, _sources, _board, settings.Agent, reporter, OperatingSystem.IsLinux() ? new SystemdReboot(logger) : new NoReboot(logger), pacer, time, logger);
    }

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address to listen at is taken or not ours.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var endpoint = _settings.Listen is { } address ? new AgentEndpoint(address, _metrics.Write, Sickness, _time, _logger) : null;
        endpoint?.Start();
        AgentLog.Started(_logger, _settings.Agent.NodeName, _settings.Notices.Provider.ToString().ToLowerInvariant());
        await Task.WhenAll(_agent.RunAsync(end.Token), endpoint?.RunAsync(end.Token) ?? Task.CompletedTask);
    }

    /// <summary>Runs until one drain is through.</summary>
    public async Task<DrainResult> DrillAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = RunAsync(end.Token);
        await Task.WhenAny(running, _agent.Drained.Task);
        if (running.IsCompleted) await running;
        end.Cancel();
        await Work.SettleAsync(running);
        return await _agent.Drained.Task;
    }

    /// <summary>What would happen if such a notice came now.</summary>
    /// <exception cref="KubernetesApiException">The pods cannot be listed.</exception>
    public async Task<string> PlanAsync(NodeTerminationKind kind, CancellationToken cancellationToken)
    {
        var (pods, _) = await _api.ListPodsAsync(cancellationToken);
        return DrainPlanTable.Write(_settings.Agent.NodeName, kind, _settings.Notices.Rules[kind], pods.Select(DrainPod.From), _settings.Agent.Drain);
    }

    public void Dispose()
    {
        _sources.Dispose();
        _webhook?.Dispose();
    }

    private void NotRead(string key, string cause)
    {
        _metrics.Unread();
        NoticeLog.NotRead(_logger, key, cause);
    }

    // Not "the cloud does not answer": a restart of the agent would not help that, and would interrupt a drain.
    private string? Sickness() => _board.SinceLastAttempt > TimeSpan.FromMinutes(3) ? $"no metadata has been asked for since {_board.SinceLastAttempt.TotalSeconds:0} s" : null;

    private async Task<string?> AzureResourceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return AzureResourceName.FromProviderId((await _api.GetNodeAsync(cancellationToken)).Spec?.ProviderId);
        }
        catch (KubernetesApiException)
        {
            return null; // Asked again with the next poll.
        }
    }
}
