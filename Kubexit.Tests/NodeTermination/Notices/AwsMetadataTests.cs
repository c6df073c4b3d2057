using System.Net;
using Kubexit.NodeTermination;

namespace Kubexit.Tests.NodeTermination;

/// <summary>Version 1 of EC2's metadata, which needs no token, is read only where that is allowed and tokens are refused.</summary>
public sealed class AwsMetadataTests
{
    [Theory]
    [InlineData(403, true, true)]
    [InlineData(404, true, true)]
    [InlineData(405, true, true)]
    [InlineData(500, true, false)]
    [InlineData(403, false, false)]
    [InlineData(404, false, false)]
    [InlineData(405, false, false)]
    public async Task Get_TokenIsRefused_VersionOneOnlyWhereAllowed(int status, bool isAllowed, bool isRead)
    {
        await using var server = new AwsMetadataServer { RefusesTokensWith = status };
        await server.StartAsync();
        using var http = new MetadataHttp(TimeProvider.System);
        var metadata = new AwsMetadata(server.Url, http, TimeProvider.System, isAllowed);
        var reply = await metadata.GetAsync("instance-id", default);
        Assert.Equal(isRead, reply.IsOk);
        Assert.Equal(isRead ? HttpStatusCode.OK : (HttpStatusCode)status, reply.Status);
        Assert.Equal(isRead, await metadata.AnswersAsync(default));
    }
}
