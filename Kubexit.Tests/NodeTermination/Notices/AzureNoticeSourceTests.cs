using Kubexit.Kubernetes;
using Kubexit.NodeTermination;
using static Kubexit.NodeTermination.AzureNoticeSource;

namespace Kubexit.Tests.NodeTermination;

public sealed class AzureNoticeSourceTests : NoticeSourceTest
{
    private const string Date = "Mon, 19 Sep 2016 18:29:47 GMT";

    private readonly AzureMetadataServer _server = new();
    private AzureNoticeSource _source = null!;

    public override async ValueTask InitializeAsync() => await _server.StartAsync();

    protected override async Task StopAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("Preempt", NodeTerminationKind.AzurePreemption)]
    [InlineData("Terminate", NodeTerminationKind.AzureTermination)]
    [InlineData("Reboot", NodeTerminationKind.AzureReboot)]
    [InlineData("Redeploy", NodeTerminationKind.AzureRedeployment)]
    [InlineData("Freeze", NodeTerminationKind.AzureFreeze)]
    public async Task Watch_OurEvent_EndsNotBefore(string type, NodeTerminationKind kind)
    {
        _server.Schedule("A1", type, Date, "aks-pool_3");
        Start();
        Assert.Equal(new Announcement(kind, "A1", new DateTimeOffset(2016, 9, 19, 18, 29, 47, TimeSpan.Zero)), await FirstAsync());
    }

    [Fact]
    public async Task Watch_EventOfANeighbour_IsNotOurs()
    {
        _server.Schedule("A1", "Preempt", Date, "aks-pool_33", "aks-pool_4");
        Start();
        Assert.Empty((await Sink.ReadingAsync(Key, _ => true)).Announcements);
    }

    [Fact]
    public async Task Watch_ResourceSpeltInOtherCase_IsOurs()
    {
        _server.Schedule("A1", "Preempt", Date, "AKS-Pool_3");
        Start();
        Assert.Equal("A1", (await FirstAsync()).EventId);
    }

    [Fact]
    public async Task Watch_StartedEvent_HasNoDateAnyMore()
    {
        _server.Schedule("A1", "Reboot", "", "aks-pool_3");
        Start();
        Assert.Null((await FirstAsync()).End);
    }

    [Fact]
    public async Task Watch_EventVanishes_IsAReadingOfNothing()
    {
        _server.Schedule("A1", "Freeze", Date, "aks-pool_3");
        Start();
        await FirstAsync();
        _server.Finish("A1");
        await Sink.ReadingAsync(Key, reading => reading.Announcements.Count == 0);
    }

    [Fact]
    public async Task Acknowledge_EventIsOnlyOurs_Starts()
    {
        _server.Schedule("A1", "Terminate", Date, "aks-pool_3");
        Start();
        await FirstAsync();
        Assert.True(await _source.AcknowledgeAsync("A1", default));
        Assert.Equal("Started", _server.Status("A1"));
    }

    [Fact]
    public async Task Acknowledge_EventNamesOthersToo_IsLeftToThem()
    {
        _server.Schedule("A1", "Terminate", Date, "aks-pool_3", "aks-pool_4");
        Start();
        await FirstAsync();
        Assert.False(await _source.AcknowledgeAsync("A1", default));
        Assert.Equal("Scheduled", _server.Status("A1"));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(0)]
    public async Task Watch_Fault_IsNoReadingAndTheWatchGoesOn(int status)
    {
        _server.Schedule("A1", "Preempt", Date, "aks-pool_3");
        _server.Fail(status);
        Start();
        await Sink.UntilAsync(() => Sink.Failures.Count > 0 ? "" : null);
        Assert.Equal("A1", (await FirstAsync()).EventId);
    }

    [Theory]
    [InlineData("azure:///subscriptions/S/resourceGroups/G/providers/Microsoft.Compute/virtualMachineScaleSets/X/virtualMachines/3", "X_3")]
    [InlineData("azure:///subscriptions/s/resourcegroups/g/providers/microsoft.compute/virtualmachines/V", "V")]
    [InlineData("aws:///eu-west-1a/i-0123", null)]
    [InlineData(null, null)]
    public void FromProviderId_Id_NamesTheResource(string? providerId, string? name) =>
        Assert.Equal(name, AzureResourceName.FromProviderId(providerId));

    private void Start() => Watch(_source = new AzureNoticeSource(
        _server.Url, end => AzureResourceName.FromMetadataAsync(_server.Url, Http, end), TimeSpan.FromMilliseconds(20), Http,
        TimeProvider.System));

    private async Task<Announcement> FirstAsync() =>
        Assert.Single((await Sink.ReadingAsync(Key, reading => reading.Announcements.Count > 0)).Announcements);
}
