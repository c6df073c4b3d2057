using Kubexit.Kubernetes;
using Microsoft.Extensions.Logging;

namespace Kubexit.NodeAgent;

/// <summary>
/// Asks once, at start, for every right that will be needed, and tells of each that is missing: before a notice, when there is time to
/// repair it.
/// </summary>
/// <remarks>A server that does not answer such questions leaves it to the first refused request to tell.</remarks>
internal sealed class RightsWatch(
    INodeApi api, MissingRights rights, AgentReporter reporter, AgentMetrics metrics, AgentOptions options, RequestPacer pacer,
    Urgency urgency, ILogger logger)
{
    private const int MostFailures = 10;

    private IEnumerable<AgentRight> Needed => Enum.GetValues<AgentRight>().Where(right => right switch
    {
        AgentRight.PodsDelete => !options.Drain.EvictOnly,
        AgentRight.AttachmentsList => options.WaitForVolumes,
        _ => true,
    });

    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        rights.Found += Tell;
        foreach (var right in Needed) await CheckAsync(right, cancellationToken);
    }

    private async Task CheckAsync(AgentRight right, CancellationToken cancellationToken)
    {
        for (var failures = 0; failures < MostFailures;)
        {
            try
            {
                await pacer.WaitAsync(RequestLane.Report, cancellationToken);
                if (!await api.MayAsync(right, cancellationToken)) rights.Add(right);
                return;
            }
            catch (KubernetesApiException e)
            {
                AgentLog.RightUnknown(logger, right.Text(), e.Message);
                if (!e.IsTransient) return;
                await urgency.PauseAsync(++failures, cancellationToken);
            }
        }
    }

    private void Tell(AgentRight right)
    {
        metrics.Missing(rights.All);
        reporter.RightMissing(right);
    }
}
