using Kubexit.Coordination;
using Kubexit.Dependencies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Kubexit.Hosting;

/// <summary>The helper processes of an application, started, awaited and stopped with its host.</summary>
/// <remarks>
/// Theory of operation. All are started at once; those that wait for others do so in the graveyard, like any member. A stop goes the other
/// way round: a process is stopped when all that wait for it have ended, unless it is one of them that outlives it.
/// </remarks>
internal sealed class SupervisedProcesses : IHostedService, IDisposable
{
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ProcessPlan _plan;
    private readonly IOptions<KubexitMemberOptions> _member;
    private readonly ILogger _logger;
    private readonly Dictionary<string, SupervisedProcess> _processes;
    private volatile bool _isStarted;

    public SupervisedProcesses(
        IHostApplicationLifetime lifetime, ProcessPlan plan, IOptions<KubexitMemberOptions> member, ILoggerFactory loggerFactory,
        TimeProvider? time = null)
    {
        (_lifetime, _plan, _member) = (lifetime, plan, member);
        _logger = loggerFactory.CreateLogger("Kubexit");
        _processes = plan.Processes.ToDictionary(
            p => p.Key, p => new SupervisedProcess(p.Key, p.Value, loggerFactory, time) { OnEnded = OnEnded });
    }

    public ISupervisedProcess this[string name] => _processes[name];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in _plan.Warnings) HostingLog.Setting(_logger, warning);
        var member = _member.Value;
        if (_plan.Check(member) is { Count: > 0 } errors) throw new ConfigurationException(errors);
        _plan.Settle(member);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        foreach (var process in _processes.Values) process.Start();
        using var cancellation = cancellationToken.Register(Close);
        await Task.WhenAll(_processes.Values.Select(WaitAsync)).ConfigureAwait(false);
        foreach (var process in _processes.Values) process.IsHostStarting = false;
        _isStarted = true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // The host has no more time: the processes have none either.
        using var cancellation = cancellationToken.Register(Kill);
        var ends = new Dictionary<string, Task>();
        await Task.WhenAll(_processes.Keys.Select(name => EndOf(name, ends))).ConfigureAwait(false);
        foreach (var process in _processes.Values) process.EndWatching();
    }

    /// <summary>Kills what a failed start of the host, or an early end of the process, has left running.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Close();
        Kill();
    }

    private async Task WaitAsync(SupervisedProcess process)
    {
        var isMet = process.Options.HostStartsWhen is { } condition
            ? BirthConditions.MomentOf<Task>(condition, process.Born, process.Ready, process.Ended)
            : Task.CompletedTask;
        await Task.WhenAny(isMet, process.Ended).ConfigureAwait(false);
        if (process.Ended.IsCompleted && await process.Ended.ConfigureAwait(false) is var result && !LetsHostStart(process, result))
            throw new NotStartedException(result);
    }

    /// <summary>Whether the host may start though the process has ended.</summary>
    private static bool LetsHostStart(SupervisedProcess process, CoordinatorResult result) =>
        process.Options.HostStartsWhen is not { } condition
        || (BirthConditions.MomentOf(condition, process.Born.IsCompleted, process.Ready.IsCompleted, result.Child is not null)
            && BirthConditions.Allows(condition, result.ExitCode));

    private Task EndOf(string name, Dictionary<string, Task> ends)
    {
        if (ends.TryGetValue(name, out var known)) return known;
        return ends[name] = StopAsync(_processes[name], [.. _plan.StoppedBefore(name).Select(other => EndOf(other, ends))]);
    }

    private static async Task StopAsync(SupervisedProcess process, Task[] others)
    {
        await Task.WhenAll(others).ConfigureAwait(false);
        process.Close();
        if (process.IsStarted) await process.Ended.ConfigureAwait(false);
    }

    private void OnEnded(SupervisedProcess process, CoordinatorResult result)
    {
        // A start that fails because of it tells of it.
        if (_lifetime.ApplicationStopping.IsCancellationRequested || (!_isStarted && !LetsHostStart(process, result))) return;
        var condition = process.Options.HostStopsWhen;
        var exit = result.Child?.ToString() ?? result.Message ?? "never started";
        if (condition is null || (condition != DeathCondition.Died && condition == DeathCondition.Succeeded != (result.ExitCode == 0)))
        {
            HostingLog.ProcessEndedAlone(_logger, process.Name, exit);
            return;
        }

        // A helper that failed must not look like a success of the application.
        if (Environment.ExitCode == 0) Environment.ExitCode = result.ExitCode;
        HostingLog.ProcessEnded(_logger, process.Name, exit);
        _lifetime.StopApplication();
    }

    private void Close()
    {
        foreach (var process in _processes.Values) process.Close();
    }

    private void Kill()
    {
        foreach (var process in _processes.Values) process.Kill("its host has no more time");
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        Close();
        Kill();
        Task.WhenAll(_processes.Values.Where(process => process.IsStarted).Select(process => process.Ended)).Wait(TimeSpan.FromSeconds(1));
    }
}
