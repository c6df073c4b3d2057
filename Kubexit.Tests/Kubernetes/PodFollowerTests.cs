using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kubexit.Kubernetes;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.Kubernetes;

public sealed class PodFollowerTests
{
    private const int Cuts = 200;

    [Fact]
    public async Task FollowAsync_TwoHundredCutsInARow_SeesEveryChangeInOrder()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var pod = new StandInPod().With("server");
        cluster.Put(pod);
        var follower = new PodFollower(cluster.Client(), "demo", pod.Path.Name!, cluster.Logger, TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var seen = new List<string?>();
        await foreach (var news in follower.FollowAsync(limit.Token))
        {
            if (news is not PodNews.Seen(var now)) continue;
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

    [Fact]
    public async Task FollowAsync_TwoHundredCutsOfLargeObjects_KeepsNoMemory()
    {
        using var http = new HttpClient(new CutOffServer()) { BaseAddress = new Uri("https://example.test/") };
        using var client = new KubernetesApiClient(http);
        var follower = new PodFollower(client, "demo", "pod", NullLogger.Instance, TimeProvider.System);
        var (seen, early) = (0, 0L);
        await foreach (var news in follower.FollowAsync(CancellationToken.None))
        {
            if (news is not PodNews.Seen) continue;
            if (++seen == Cuts / 4) early = GC.GetTotalMemory(forceFullCollection: true);
            if (seen == Cuts) break;
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - early, long.MinValue, 4 * 1024 * 1024);
    }

    /// <summary>Every watch brings an object of a megabyte and ends within the next line.</summary>
    private sealed class CutOffServer : HttpMessageHandler
    {
        private readonly string _padding = new('x', 1024 * 1024);
        private int _version = 1;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var text = request.RequestUri!.Query.Contains("watch=true")
                ? $$"""{"type":"MODIFIED","object":{{Pod(++_version)}}}""" + "\n" + """{"type":"MODI"""
                : $$"""{"metadata":{"resourceVersion":"{{_version}}"},"items":[{{Pod(_version)}}]}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text))) });
        }

        private string Pod(int version) =>
            $$$$"""{"metadata":{"name":"pod","resourceVersion":"{{{{version}}}}","labels":{"a":"{{{{_padding}}}}"}}}""";
    }
}
