using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

public sealed class ProviderDetectionTests
{
    [Theory]
    [InlineData(NodeTerminationProvider.Gce)]
    [InlineData(NodeTerminationProvider.Aws)]
    [InlineData(NodeTerminationProvider.Azure)]
    public async Task Detect_OneCloudAnswers_IsThatOne(NodeTerminationProvider provider)
    {
        await using MetadataServer server = provider switch
        {
            NodeTerminationProvider.Gce => new GceMetadataServer(),
            NodeTerminationProvider.Aws => new AwsMetadataServer(),
            _ => new AzureMetadataServer(),
        };
        await server.StartAsync();
        using var http = new MetadataHttp(TimeProvider.System);
        Assert.Same(provider.Cloud(), await new ProviderDetection(Context(server, http)).DetectAsync(_ => { }, default));
    }

    [Fact]
    public async Task Detect_NobodyAnswersYet_AsksAgain()
    {
        await using var server = new GceMetadataServer();
        await server.StartAsync();
        server.Fail(503, 503, 503);
        using var http = new MetadataHttp(TimeProvider.System);
        var unknown = 0;
        Assert.Same(NodeTerminationProvider.Gce.Cloud(),
            await new ProviderDetection(Context(server, http)).DetectAsync(_ => unknown++, default));
        Assert.Equal(1, unknown);
    }

    [Fact]
    public void Clouds_TakenTogether_KnowEveryKindOnce()
    {
        var kinds = NodeTerminationProviders.Clouds.SelectMany(cloud => cloud.Kinds.Keys).Append(NodeTerminationKind.Manual);
        Assert.Equal(Enum.GetValues<NodeTerminationKind>(), kinds.Order());
    }

    private static CloudContext Context(MetadataServer server, MetadataHttp http) =>
        new(new NodeTerminationNoticeOptions { MetadataUrl = server.Url }, "boot", http, TimeProvider.System);
}
