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
        Assert.Equal(provider, await new ProviderDetection(server.Url, http, TimeProvider.System).DetectAsync(_ => { }, default));
    }

    [Fact]
    public async Task Detect_NobodyAnswersYet_AsksAgain()
    {
        await using var server = new GceMetadataServer();
        await server.StartAsync();
        server.Fail(503, 503, 503);
        using var http = new MetadataHttp(TimeProvider.System);
        var unknown = 0;
        Assert.Equal(NodeTerminationProvider.Gce, await new ProviderDetection(server.Url, http, TimeProvider.System).DetectAsync(_ => unknown++, default));
        Assert.Equal(1, unknown);
    }
}
