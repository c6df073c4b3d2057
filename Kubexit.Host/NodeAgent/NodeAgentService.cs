using Microsoft.Extensions.Hosting;

namespace Kubexit.Host;

/// <summary>
/// The agent as the host runs it. What it returns or throws is a result and never lost: the default host would log an exception and exit with 0.
/// </summary>
internal sealed class NodeAgentService(Func<CancellationToken, Task<int>> run) : BackgroundService
{
    private readonly TaskCompletionSource<int> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<int> Result => _result.Task;

    /// <summary>Ends the host.</summary>
    public Action Stop { get; set; } = () => { };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            _result.TrySetResult(await run(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _result.TrySetResult(0);
        }
        catch (Exception e)
        {
            _result.TrySetException(e);
        }
        Stop();
    }
}
