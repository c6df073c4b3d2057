using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>What the agent is doing about one notice, or, without a notice, to take back what it did.</summary>
internal sealed record Work(NodeTerminationNotice? Notice, Task Task, CancellationTokenSource Stop)
{
    public async Task StopAsync()
    {
        Stop.Cancel();
        await SettleAsync(Task);
        Stop.Dispose();
    }

    /// <summary>Awaits a task that was told to end.</summary>
    public static async Task SettleAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // As told.
        }
    }
}
