using Kubexit.Configuration;
using Kubexit.NodeTermination;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kubexit.Tests.NodeTermination;

public sealed class NodeTerminationNoticesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Ending_Preempted_IsCancelledInsideTheApplication()
    {
        await using var cloud = new GceMetadataServer();
        await cloud.StartAsync();
        using var host = await StartAsync(options => options.MetadataUrl = cloud.Url);
        var notices = host.Services.GetRequiredService<NodeTerminationNotices>();
        Assert.Null(notices.Current);

        var ended = new TaskCompletionSource();
        using var registration = notices.Ending.Register(ended.SetResult);
        cloud.Set("instance/preempted", "TRUE");
        await ended.Task.WaitAsync(Limit);
        Assert.Equal(NodeTerminationKind.GcePreemption, notices.Current!.Kind);
        Assert.InRange(notices.Current.EndsAt - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        await host.StopAsync();
    }

    [Fact]
    public async Task WatchAsync_AdviceThatIsTakenBack_IsSeenComingAndGoing_AndEndsNothing()
    {
        await using var cloud = new GceMetadataServer();
        await cloud.StartAsync();
        using var host = await StartAsync(options =>
        {
            options.Provider = NodeTerminationProvider.Gce;
            options.MetadataUrl = cloud.Url;
        });
        var notices = host.Services.GetRequiredService<NodeTerminationNotices>();
        using var limit = new CancellationTokenSource(Limit);
        await using var watch = notices.WatchAsync(limit.Token).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        Assert.Null(watch.Current);
        cloud.Set("instance/maintenance-event", "MIGRATE_ON_HOST_MAINTENANCE");
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal((NodeTerminationKind.GceHostMigration, NoticeAction.Announce), (watch.Current!.Kind, watch.Current.Action));
        cloud.Set("instance/maintenance-event", "NONE");
        Assert.True(await watch.MoveNextAsync());
        Assert.Null(watch.Current);
        Assert.False(notices.Ending.IsCancellationRequested);
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_NoMetadataServerAtAll_TheApplicationRuns()
    {
        using var host = await StartAsync(options => options.MetadataUrl = new Uri("http://127.0.0.1:1/"));
        Assert.Null(host.Services.GetRequiredService<NodeTerminationNotices>().Current);
        await host.StopAsync();
    }

    [Fact]
    public void Add_InvalidOptions_SaysWhatToGiveInstead()
    {
        var services = new ServiceCollection();
        Assert.Contains("Set a notice file",
            Assert.Throws<ArgumentException>(() => services.AddNodeTerminationNotices(o => o.Provider = NodeTerminationProvider.None))
                .Message);
        Assert.Contains("ends with '/'",
            Assert.Throws<ArgumentException>(() => services.AddNodeTerminationNotices(o => o.MetadataUrl = new Uri("http://x/y"))).Message);
        Assert.Contains("5 minutes",
            Assert.Throws<ArgumentException>(() => services.AddNodeTerminationNotices(o => o.PollInterval = TimeSpan.Zero)).Message);
    }

    private static async Task<IHost> StartAsync(Action<NodeTerminationNoticeOptions> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddNodeTerminationNotices(configure).AddNodeTerminationNotices();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
