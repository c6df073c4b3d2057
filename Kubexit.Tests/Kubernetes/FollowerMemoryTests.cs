using System.Net;
using System.Text;
using Kubexit.Kubernetes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.Kubernetes;

[Collection(nameof(WholeProcess))]
public sealed class FollowerMemoryTests
{
    private const int Cuts = 200;

    [Fact]
    public async Task FollowAsync_TwoHundredCutsOfLargeObjects_KeepsNoMemory()
    {
        using var http = new HttpClient(new CutOffServer()) { BaseAddress = new Uri("https://example.test/") };
        using var client = new KubernetesApiClient(http);
        var follower = new Follower<Pod>(
            client, ApiPath.Pods("demo"), (KubernetesJson.Default.Pod, KubernetesJson.Default.PodList), "pod", NullLogger.Instance,
            TimeProvider.System);
        var (seen, early) = (0, 0L);
        await foreach (var news in follower.FollowAsync(CancellationToken.None))
        {
            if (news is not (FollowNews<Pod>.Listed or FollowNews<Pod>.Changed)) continue;
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
            return Task.FromResult(new HttpResponseMessage(
                HttpStatusCode.OK)
            { Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(text))) });
        }

        private string Pod(int version) =>
            $$$$"""{"metadata":{"name":"pod","resourceVersion":"{{{{version}}}}","labels":{"a":"{{{{_padding}}}}"}}}""";
    }
}
