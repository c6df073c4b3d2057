using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;

namespace Kubexit.Tests.Kubernetes;

public sealed class FollowerTests
{
    private const int Cuts = 200;

    [Fact]
    public async Task FollowAsync_TwoHundredCutsInARow_SeesEveryChangeInOrder()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        cluster.Put(pod);
        var follower = new Follower<Pod>(
            cluster.Client(), ApiPath.Pods("demo").With("fieldSelector", $"metadata.name={pod.Path.Name}"),
            (KubernetesJson.Default.Pod, KubernetesJson.Default.PodList), "pod", cluster.Logger, TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var seen = new List<string?>();
        await foreach (var news in follower.FollowAsync(limit.Token))
        {
            var now = news switch
            {
                FollowNews<Pod>.Listed { Items: [var pods] } => pods,
                FollowNews<Pod>.Changed(var one) => one,
                _ =>
                null
            };
            if (now is null) continue;
            seen.Add(now.Metadata!.Annotations?["turn"]);
            if (cluster.Server.Requests.Count(request => request.Verb == "watch") > Cuts) break;
            // The next change happens while the connection is being cut, between two lines or within one.
            if (seen.Count > 1) cluster.Server.Tell(seen.Count % 2 == 0 ? WatchCommand.Cut : WatchCommand.CutWithinLine);
            pod.Metadata["annotations"] = new JsonObject { ["turn"] = $"{seen.Count}" };
            cluster.Put(pod);
        }

        Assert.Equal([null, .. Enumerable.Range(1, seen.Count - 1).Select(turn => $"{turn}")], seen);
        Assert.Single(cluster.Server.Requests, request => request.Verb == "list");
    }
}
