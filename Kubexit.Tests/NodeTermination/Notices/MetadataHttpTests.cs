using System.Net;
using Kubexit.NodeTermination;
using Kubexit.Tests.Probes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeTermination;

/// <summary>What a metadata server sends is bounded, whoever answers at its address.</summary>
public sealed class MetadataHttpTests : IDisposable
{
    private const int Most = 256 * 1024;

    private readonly MetadataHttp _http = new(TimeProvider.System);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Document_AsLongAsAllowed_IsRead()
    {
        var reply = await Ask(context => context.Response.WriteAsync(new string('x', Most)));
        Assert.Equal((HttpStatusCode.OK, Most), (reply.Status, reply.Body.Length));
    }

    [Fact]
    public async Task Document_OneByteLonger_IsRefused()
    {
        var reply = await Ask(context => context.Response.WriteAsync(new string('x', Most + 1)));
        Assert.Equal(MetadataReply.Failed($"the answer is longer than {Most} bytes"), reply);
    }

    [Fact]
    public async Task Document_WithoutEnd_IsRefusedAsSoonAsItIsTooLong()
    {
        var reply = await Ask(async context =>
        {
            var piece = new byte[16 * 1024];
            while (true) await context.Response.Body.WriteAsync(piece, context.RequestAborted);
        });
        Assert.Equal(MetadataReply.Failed($"the answer is longer than {Most} bytes"), reply);
    }

    [Theory]
    [InlineData(15 * 1024, true)]
    [InlineData(17 * 1024, false)]
    public async Task Headers_LongerThanAllowed_AreRefused(int length, bool isRead)
    {
        var reply = await Ask(context =>
        {
            context.Response.Headers["X-Long"] = new string('x', length);
            return context.Response.WriteAsync("word");
        });
        Assert.Equal((isRead, isRead ? "word" : ""), (reply.IsOk, reply.Body));
    }

    private async Task<MetadataReply> Ask(RequestDelegate answer)
    {
        await using var server = await LoopbackServer.StartAsync(answer);
        return await _http.SendAsync(HttpMethod.Get, server.Url, null, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
