using Kubexit.Kubernetes;

namespace Kubexit.NodeAgent;

/// <summary>
/// Waits until no volume is attached to the node any more: a pod that moved cannot start elsewhere before its volume has come after it.
/// </summary>
internal static class VolumeWait
{
    /// <returns>
    /// How many are still attached when no more than <paramref name="closes"/> is left, or when they cannot be counted at all.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<int> WaitAsync(
        INodeApi api, RequestPacer pacer, Urgency urgency, Deadline deadline, TimeSpan closes, CancellationToken cancellationToken)
    {
        var attached = 0;
        for (var attempt = 1; deadline.Left > closes; attempt++)
        {
            try
            {
                await pacer.WaitAsync(RequestLane.Node, cancellationToken);
                attached = await api.CountAttachmentsAsync(cancellationToken);
                if (attached == 0) return 0;
            }
            catch (KubernetesApiException e)
            {
                if (Refusals.Of(e) == Refusal.Forbidden) return attached; // Told by whoever tells of missing rights.
            }
            await urgency.PauseAsync(attempt + 3, cancellationToken);
        }
        return attached;
    }
}
