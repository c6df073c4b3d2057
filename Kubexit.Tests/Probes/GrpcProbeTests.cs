using Kubexit.NodeTermination;
using Kubexit.Probes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kubexit.Tests.Probes;

public sealed class GrpcProbeTests
{
    [Fact]
    public async Task CheckAsync_Serving_Succeeds() => Assert.Equal(ProbeResult.Success, await AskAsync(Answer([0, 0, 0, 0, 2, 8, 1])));

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, "gRPC health UNKNOWN")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 2 }, "gRPC health NOT_SERVING")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 3 }, "gRPC health SERVICE_UNKNOWN")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 9 }, "gRPC health 9")]
    [InlineData(new byte[] { }, "the answer is not a gRPC health message")]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 8, 1 }, "the answer is not a gRPC health message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 8, 1 }, "the answer is not a gRPC health message")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 8, 1 }, "the answer is not a gRPC health message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 16, 1 }, "the answer is not a gRPC health message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 0x81 }, "the answer is not a gRPC health message")]
    public async Task CheckAsync_AnyOtherMessage_Fails(byte[] message, string reason) =>
        Assert.Equal(ProbeResult.Failure(reason), await AskAsync(Answer(message)));

    [Theory]
    [InlineData("5", "the gRPC server does not know the service ''")]
    [InlineData("12", "the gRPC server does not implement grpc.health.v1.Health")]
    [InlineData("14", "gRPC status 14")]
    public async Task CheckAsync_GrpcStatusInHeaders_FailsWithItsMeaning(string status, string reason)
    {
        var result = await AskAsync(context =>
        {
            context.Response.Headers["grpc-status"] = status;
            return Task.CompletedTask;
        });
        Assert.Equal(ProbeResult.Failure(reason), result);
    }

    [Fact]
    public async Task CheckAsync_GrpcStatusInTrailers_Counts() =>
        Assert.Equal(ProbeResult.Failure("gRPC status 13"), await AskAsync(Answer([0, 0, 0, 0, 2, 8, 1], "13")));

    [Fact]
    public async Task CheckAsync_NoGrpcStatus_Fails() => Assert.Equal(
        ProbeResult.Failure("the answer is not gRPC: it has no grpc-status"),
        await AskAsync(context => context.Response.WriteAsync("hello")));

    [Fact]
    public async Task CheckAsync_HttpError_Fails()
    {
        var result = await AskAsync(context =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        Assert.Equal(ProbeResult.Failure("HTTP status 404"), result);
    }

    [Fact]
    public async Task CheckAsync_AnswerWithoutEnd_IsCutOff()
    {
        var result = await AskAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[4096]);
        });
        Assert.Equal(ProbeResult.Failure("the answer is too long for a health check"), result);
    }

    [Fact]
    public async Task CheckAsync_ServerSpeaksHttp1Only_Fails()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        var result = await CheckAsync(server.Url, "");
        Assert.False(result.IsSuccess);
        Assert.NotEmpty(result.Reason);
    }

    [Fact]
    public async Task CheckAsync_NobodyListens_Fails() => Assert.Equal(
        ProbeResult.Failure("Connection refused"),
        await CheckAsync(new Uri($"http://127.0.0.1:{HttpGetProbeTests.FreePort()}"), ""));

    [Theory]
    [InlineData("", new byte[] { 0, 0, 0, 0, 0 })]
    [InlineData("a.B", new byte[] { 0, 0, 0, 0, 5, 10, 3, (byte)'a', (byte)'.', (byte)'B' })]
    public async Task CheckAsync_Request_IsWhatGrpcDemands(string service, byte[] expected)
    {
        var body = new MemoryStream();
        string? line = null;
        await AskAsync(
            async context =>
            {
                var request = context.Request;
                line = $"{request.Method} {request.Path} {request.Protocol} {request.ContentType} {request.Headers.TE}";
                await request.Body.CopyToAsync(body);
            },
            service);
        Assert.Equal("POST /grpc.health.v1.Health/Check HTTP/2 application/grpc trailers", line);
        Assert.Equal(expected, body.ToArray());
    }

    [Fact]
    public void Request_NameOf300Bytes_HasALengthOfTwoBytes()
    {
        var request = GrpcHealthMessage.Request(new string('x', 300));
        Assert.Equal([0, 0, 0, 1, 47, 10, 0xAC, 0x02, (byte)'x'], request[..9]);
        Assert.Equal(5 + 303, request.Length);
    }

    [Fact]
    public async Task CheckAsync_Cancelled_Throws()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await LoopbackServer.StartHttp2Async(async context =>
        {
            await context.Response.StartAsync();
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var probe = new GrpcProbe(server.Url.Host, server.Url.Port, "");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.CheckAsync(cancel.Token));
    }

    private static RequestDelegate Answer(byte[] message, string grpcStatus = "0") => async context =>
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(message);
        context.Features.Get<IHttpResponseTrailersFeature>()!.Trailers["grpc-status"] = grpcStatus;
    };

    private static async Task<ProbeResult> AskAsync(RequestDelegate handler, string service = "")
    {
        await using var server = await LoopbackServer.StartHttp2Async(handler);
        return await CheckAsync(server.Url, service);
    }

    private static async Task<ProbeResult> CheckAsync(Uri url, string service)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await new GrpcProbe(url.Host, url.Port, service).CheckAsync(limit.Token);
    }
}
