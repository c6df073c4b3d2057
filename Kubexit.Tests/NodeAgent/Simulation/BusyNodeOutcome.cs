using Kubexit.NodeAgent;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.NodeAgent;

/// <summary>What must have become of <see cref="BusyNode"/>.</summary>
internal static class BusyNodeOutcome
{
    /// <summary>
    /// All that needs no longer than <paramref name="longestStop"/> seconds, and so can end gracefully, did, in order. A later life of the
    /// agent does not know which pods have come back, and may remove them once more.
    /// </summary>
    public static void AssertSaved(SimulatedNode node, int lives = 1, int longestStop = 8)
    {
        Assert.Equal(110, node.All.Count(pod => !pod.Uid.EndsWith('\'')));
        var all = node.All.Where(pod => !pod.Uid.EndsWith('\'')).ToList();
        var drained = all.Where(pod => pod.Controller != "DaemonSet" && pod.Annotations.Count == 0).ToList();
        var slow = drained.Where(pod => pod.StopTime > TimeSpan.FromSeconds(longestStop)).ToList();
        Assert.All(drained.Except(slow), pod => Assert.True(pod.EndedGracefully, Describe(pod)));
        Assert.All(slow, pod => Assert.NotNull(pod.TermAt));
        Assert.All(all.Except(drained), pod => Assert.Null(pod.TermAt));
        var system = drained.Where(pod => pod.Priority > 0).ToList();
        var lastOrdinary = drained.Except(system).Max(pod => pod.TermAt);
        Assert.All(system,
            pod => Assert.True(pod.TermAt > lastOrdinary,
                $"{pod} was asked at {pod.TermAt - node.Started}, before the last ordinary pod "
                    + $"{drained.Except(system).MaxBy(other => other.TermAt)} at {lastOrdinary - node.Started}"));
        Assert.All(node.All.Where(pod => pod.Uid.EndsWith('\'')), pod => Assert.InRange(pod.Truth.Requests, 0, lives - 1));

        string Describe(StandInPod pod)
        {
            var requests = node.Requests.Where(request => request.Request.EndsWith(" " + pod, StringComparison.Ordinal));
            return $"{pod} was killed or left: asked {pod.TermAt - node.Started}, ended {pod.Truth.EndedAt - node.Started}, "
                + $"killed {pod.Truth.Killed}, requests {string.Join(", ", requests.Select(request => $"{request.At.TotalSeconds:0.00}"))}";
        }
    }
}
