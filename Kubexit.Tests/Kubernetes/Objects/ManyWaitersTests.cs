using Kubexit.Dependencies;
using Kubexit.Kubernetes;
using Kubexit.Kubernetes.Objects;
using Kubexit.Tests.Fakes;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.Kubernetes.Objects;

/// <summary>
/// What many pods that wait for one Job cost the server. <c>Kubexit.Benchmarks waiters</c> prints it for as many as one likes.
/// </summary>
[Collection(nameof(WholeProcess))]
public sealed class ManyWaitersTests
{
    private const int Waiters = 100;

    [Fact]
    public async Task Waiters_UntilTheJobHasSucceeded_AskTwiceEachAndHoldNothingAfterwards()
    {
        await using var cluster = await DemoCluster.StartAsync();
        var path = ResourcePath.Parse("/apis/batch/v1/namespaces/demo/jobs/migrate")!;
        cluster.Server.Store.Put(path, Json(ObjectStates.RunningJob));
        var configuration = cluster.Account.Load();
        var waits = Enumerable.Range(0, Waiters).Select(_ => WaitAsync(configuration)).ToList();
        await cluster.Server.UntilWatchedAsync(Waiters);
        Assert.Equal(2 * Waiters, cluster.Server.Requests.Count);
        cluster.Server.Store.Put(path, Json(ObjectStates.CompleteJob));
        await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await cluster.Server.UntilWatchedAsync(0);
        Assert.Equal(2 * Waiters, cluster.Server.Requests.Count);
    }

    /// <summary>Pods of one Deployment start at once.</summary>
    [Fact]
    public async Task Waiters_ThatStartAtOnce_AskOneAfterTheOtherWithinAFifthOfASecond()
    {
        var (time, asked) = (new ManualTimeProvider(), 0);
        var waits = Enumerable.Range(0, Waiters).Select(_ => AskAsync()).ToList();
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.InRange(asked, 0, Waiters / 2);
        time.Advance(TimeSpan.FromMilliseconds(100));
        await Eventually.TrueAsync(() => asked >= Waiters / 4);
        Assert.NotEqual(Waiters, asked);
        time.Advance(TimeSpan.FromMilliseconds(80));
        await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(Waiters, asked);

        async Task AskAsync()
        {
            var client = new Lazy<KubernetesApiClient>(() =>
            {
                Interlocked.Increment(ref asked);
                throw new NotSupportedException("It would ask now.");
            });
            using var source = new ObjectSource(client, ObjectRole.For(["job/migrate"], "demo"), "demo", NullLogger.Instance, time);
            await using var news = source.FollowAsync("job/migrate", TestContext.Current.CancellationToken).GetAsyncEnumerator();
            await Assert.ThrowsAsync<NotSupportedException>(async () => await news.MoveNextAsync());
        }
    }

    private static System.Text.Json.Nodes.JsonObject Json(string text) => System.Text.Json.Nodes.JsonNode.Parse(text)!.AsObject();

    private static async Task WaitAsync(KubernetesConfiguration configuration)
    {
        using var source = new ObjectSource(
            new(() => new KubernetesApiClient(configuration)), ObjectRole.For(["job/migrate"], "demo"), "demo", NullLogger.Instance);
        await foreach (var news in source.FollowAsync("job/migrate", TestContext.Current.CancellationToken))
        {
            if (news is ObjectNews.Seen({ Vitality: Vitality.Dead })) return;
        }
    }
}
