using System.Net;
using System.Net.Sockets;
using Kubexit.Testing;
using Kubexit.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Hosting;

/// <summary>Connections to a real Kestrel, of both versions of HTTP, after the TERM: each is told to close, and no request is
/// lost.</summary>
public sealed class ConnectionDrainTests : IAsyncLifetime
{
    private readonly TestGraveyard _graveyard = new();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _app = null!;
    private int _connections;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.AddKubexit().ServeAfterStop(TimeSpan.FromMinutes(10)).DrainConnections().DrainConnections();
        builder.Services.JoinTestGraveyard(_graveyard, "app");
        _app = builder.Build();
        _app.MapGet("/", () => "served");
        _app.MapGet("/slow", async () =>
        {
            _arrived.SetResult();
            await _answer.Task;
            return "served";
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _graveyard.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Term_EachConnectionServesOneMoreRequest(bool isHttp2)
    {
        using var client = Client(isHttp2);
        for (var i = 0; i < 3; i++) Assert.Equal("served", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        Assert.Equal(1, _connections);
        await TermAsync();
        Assert.Equal("served", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        await ServesOnANewConnection(client);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Term_WhileARequestIsUnderWay_ItIsAnsweredAndTheConnectionClosed(bool isHttp2)
    {
        using var client = Client(isHttp2);
        var slow = client.GetAsync(new Uri("/slow", UriKind.Relative));
        await _arrived.Task.WaitAsync(Limit.Generous);
        await TermAsync();
        _answer.SetResult();
        using var response = await slow.WaitAsync(Limit.Generous);
        Assert.Equal("served", await response.Content.ReadAsStringAsync());
        if (!isHttp2) Assert.Equal(true, response.Headers.ConnectionClose);
        Assert.Equal("served", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        await ServesOnANewConnection(client);
    }

    private Task ServesOnANewConnection(HttpClient client) => Limit.Until(
        () => client.GetStringAsync(new Uri("/", UriKind.Relative)).GetAwaiter().GetResult() == "served" && _connections > 1,
        () => "The connection is kept.");

    private async Task TermAsync()
    {
        _app.Services.SendTerm();
        var stopping = _app.Services.GetRequiredService<IKubexitMember>().Stopping;
        await Limit.Until(() => stopping.IsCancellationRequested, () => "Stopping is not cancelled.");
    }

    private HttpClient Client(bool isHttp2) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 1,
        ConnectCallback = async (_, cancellationToken) =>
        {
            Interlocked.Increment(ref _connections);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPEndPoint.Parse(new Uri(_app.Urls.ElementAt(isHttp2 ? 1 : 0)).Authority), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://service/"),
        DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
