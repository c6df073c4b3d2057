using System.Net;
using System.Net.Sockets;
using Kubexit.NodeTermination;
using Kubexit.Probes;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.Probes;

public sealed class HttpGetProbeTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(301)] // Without a Location: the answer stands.
    [InlineData(304)]
    [InlineData(399)]
    public async Task CheckAsync_Status200To399_Succeeds(int status) => Assert.Equal(ProbeResult.Success, await AskAsync(Answer(status)));

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task CheckAsync_OtherStatus_FailsWithTheStatus(int status) =>
        Assert.Equal(ProbeResult.Failure($"HTTP status {status}"), await AskAsync(Answer(status)));

    [Fact]
    public async Task CheckAsync_Request_IsAPlainGetThatKeepsNoConnection()
    {
        List<string> headers = [];
        string? line = null;
        await AskAsync(
            context =>
            {
                headers.AddRange(context.Request.Headers.Select(h => $"{h.Key}: {h.Value}").Where(h => !h.StartsWith("Host")).Order());
                line = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}";
                return Task.CompletedTask;
            },
            "/ready?deep=1");
        Assert.Equal("GET /ready?deep=1", line);
        Assert.Equal(["Connection: close", "User-Agent: kubexit"], headers);
    }

    [Fact]
    public async Task CheckAsync_RedirectOnTheSameHost_IsFollowed() => Assert.Equal(
        ProbeResult.Failure("HTTP status 503"),
        await AskAsync(context => context.Request.Path == "/new" ? Answer(503)(context) : Redirect("/new")(context)));

    [Fact]
    public async Task CheckAsync_RedirectToAnotherHost_SucceedsWithAWarningAndAsksNobody() => Assert.Equal(
        ProbeResult.Warning("it was redirected to another host, somewhere.invalid, which is not probed"),
        await AskAsync(Redirect("https://somewhere.invalid/login")));

    [Fact]
    public async Task CheckAsync_RedirectsWithoutEnd_Fails()
    {
        var requests = 0;
        var result = await AskAsync(context =>
        {
            requests++;
            return Redirect("/again")(context);
        });
        Assert.Equal(ProbeResult.Failure("redirected more than 9 times"), result);
        Assert.Equal(10, requests);
    }

    [Fact]
    public async Task CheckAsync_RedirectToAnotherScheme_Fails() =>
        Assert.Equal(ProbeResult.Failure("redirected to the scheme ftp"), await AskAsync(Redirect("ftp://127.0.0.1/x")));

    [Fact]
    public async Task CheckAsync_BodyWithoutEnd_IsNotRead()
    {
        var result = await AskAsync(async context =>
        {
            context.Response.StatusCode = 200;
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(block);
        });
        Assert.Equal(ProbeResult.Success, result);
    }

    [Theory]
    [InlineData(60_000, true)]
    [InlineData(70_000, false)]
    public async Task CheckAsync_HeadersBeyond64KiB_AreNotRead(int length, bool isSuccess)
    {
        var header = $"HTTP/1.1 200 OK\r\nX: {new string('x', length)}\r\nContent-Length: 0\r\n\r\n";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var check = CheckAsync(new Uri($"http://{listener.LocalEndpoint}/"));
        using var client = await listener.AcceptTcpClientAsync();
        await client.GetStream().ReadAtLeastAsync(new byte[16], 16);
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(header));
        Assert.Equal(isSuccess, (await check).IsSuccess);
    }

    [Fact]
    public async Task CheckAsync_CertificateNobodyTrusts_Succeeds()
    {
        await using var server = await LoopbackServer.StartTlsAsync(Answer(200));
        Assert.Equal(ProbeResult.Success, await CheckAsync(server.Url));
    }

    [Fact]
    public async Task CheckAsync_NobodyListens_Fails()
    {
        var port = FreePort();
        Assert.Equal(ProbeResult.Failure("Connection refused"), await CheckAsync(new Uri($"http://127.0.0.1:{port}/")));
    }

    [Theory]
    [InlineData("220 not http\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ")]
    public async Task CheckAsync_AnswerIsNotHttp_Fails(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var check = CheckAsync(new Uri($"http://{listener.LocalEndpoint}/"));
        while (!check.IsCompleted) // A connection that ends without an answer is tried again, a few times.
        {
            var accept = listener.AcceptTcpClientAsync();
            if (await Task.WhenAny(accept, check) == check) break;
            using var client = await accept;
            await client.GetStream().ReadAtLeastAsync(new byte[16], 16);
            await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        }

        var result = await check;
        Assert.False(result.IsSuccess);
        Assert.NotEmpty(result.Reason);
    }

    [Fact]
    public async Task CheckAsync_Cancelled_ThrowsWithTheCallersToken()
    {
        using var cancel = new CancellationTokenSource();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new HttpGetProbe(server.Url).CheckAsync(cancel.Token));
        Assert.Equal(cancel.Token, e.CancellationToken);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static RequestDelegate Answer(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static RequestDelegate Redirect(string location) => context =>
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    };

    private static async Task<ProbeResult> AskAsync(RequestDelegate handler, string path = "/")
    {
        await using var server = await LoopbackServer.StartAsync(handler);
        return await CheckAsync(new Uri(server.Url, path));
    }

    private static async Task<ProbeResult> CheckAsync(Uri url)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await new HttpGetProbe(url).CheckAsync(limit.Token);
    }
}
