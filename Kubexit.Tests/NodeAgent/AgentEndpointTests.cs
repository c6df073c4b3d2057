using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Kubexit.NodeAgent;
using Kubexit.NodeTermination;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubexit.Tests.NodeAgent;

public sealed class AgentEndpointTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new();
    private readonly AgentMetrics _metrics = new();
    private readonly AgentEndpoint _endpoint;
    private string? _healthProblem;
    private Task _running = Task.CompletedTask;

    public AgentEndpointTests() =>
        _endpoint = new AgentEndpoint(
            new IPEndPoint(IPAddress.Loopback, 0), _metrics.Write, () => _healthProblem, () =>
                null, TimeProvider.System, NullLogger.Instance);

    public ValueTask InitializeAsync()
    {
        _endpoint.Start();
        _running = _endpoint.RunAsync(_end.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _endpoint.Dispose();
    }

    [Fact]
    public async Task Get_Metrics_EverySeriesIsThereFromTheStart()
    {
        using var http = new HttpClient();
        var before = await http.GetStringAsync($"http://{_endpoint.Address}/metrics");
        Assert.All(before.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'),
            line => Assert.Matches("^[a-z_]+(\\{[a-z]+=\"[a-z/: -]+\"\\})? 0$", line));
        _metrics.Notice(NodeTerminationKind.GcePreemption);
        _metrics.Asked(evicted: true);
        var after = await http.GetStringAsync($"http://{_endpoint.Address}/metrics");
        Assert.Contains("kubexit_node_notices_total{kind=\"gce-preemption\"} 1\n", after);
        Assert.Contains("kubexit_node_pods_asked_total{by=\"eviction\"} 1\n", after);
        Assert.Equal(Regex.Count(before, "\n"), Regex.Count(after, "\n"));
    }

    [Fact]
    public async Task Get_Healthz_SaysWhatIsWrong()
    {
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://{_endpoint.Address}/healthz")).StatusCode);
        _healthProblem = "stuck";
        var sick = await http.GetAsync($"http://{_endpoint.Address}/healthz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stuck\n"), (sick.StatusCode, await sick.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("GET /drainNode HTTP/1.1\r\n\r\n", "404")]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "405")]
    [InlineData("hello\r\n\r\n", "400")]
    public async Task Send_AnythingElse_IsRefused(string request, string status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await ExchangeAsync(request));

    [Fact]
    public async Task Send_EndlessRequest_IsCutOffAndOthersAreServed()
    {
        Assert.StartsWith("HTTP/1.1 400", await ExchangeAsync(new string('x', 8 * 1024)));
        for (var i = 0; i < 50; i++)
        {
            using var silent = new TcpClient();
            await silent.ConnectAsync(_endpoint.Address);
        }
        Assert.StartsWith("HTTP/1.1 200", await ExchangeAsync("GET /healthz HTTP/1.1\r\n\r\n"));
    }

    [Fact]
    public async Task Head_AnyPath_IsAnsweredWithoutABody()
    {
        var healthy = await ExchangeAsync("HEAD /healthz HTTP/1.1\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", healthy, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", healthy, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 3\r\n", healthy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ManyIdleConnections_TheKubeletIsAnsweredAtOnce()
    {
        var idle = Enumerable.Range(0, 40).Select(_ => new TcpClient()).ToList();
        try
        {
            foreach (var client in idle) await client.ConnectAsync(_endpoint.Address);
            Assert.StartsWith("HTTP/1.1 200", await ExchangeAsync("GET /healthz HTTP/1.1\r\n\r\n").WaitAsync(TimeSpan.FromSeconds(4)),
                StringComparison.Ordinal);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endpoint.Address);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
