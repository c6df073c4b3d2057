using System.Net;
using System.Net.Sockets;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.NodeTermination;
using Microsoft.AspNetCore.Http;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>
/// A metadata server that hangs, fails, or is another one: said once, by log, metric and health, and once when it answers again.
/// </summary>
public sealed class BlindAgentTests : IAsyncLifetime
{
    private readonly GceMetadataServer _cloud = new();
    private AgentProcess _agent = null!;

    public async ValueTask InitializeAsync()
    {
        _agent = await AgentProcess.CreateAsync();
        await _cloud.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    [Theory]
    [InlineData("gce", "hangs")]
    [InlineData("gce", "html")]
    [InlineData("aws", "hangs")]
    [InlineData("aws", "403")]
    [InlineData("azure", "500")]
    [InlineData("auto", "html")]
    public async Task Run_MetadataFail_IsBlindOnceAndSeesAgain(string provider, string fault)
    {
        _cloud.Fault = fault switch
        {
            "hangs" => context => Task.Delay(Timeout.Infinite, context.RequestAborted),
            "html" => context => context.Response.WriteAsync("<html><body>Log in to the hotel's network</body></html>"),
            var status => context => Task.FromResult(context.Response.StatusCode = int.Parse(status)),
        };
        var address = Free();
        var run = _agent.Start("--provider", provider, "--metadata-url", $"{_cloud.Url}", "--blind-after", "1s", "--listen", $"{address}");
        await run.Says("blind:");
        using var http = new HttpClient();
        var health = await http.GetAsync($"http://{address}/healthz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.StartsWith("blind: ", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync($"http://{address}/livez")).StatusCode); // No restart would help.
        Assert.Contains("kubexit_node_blind 1\n", await http.GetStringAsync($"http://{address}/metrics"), StringComparison.Ordinal);
        _cloud.Fault = null;
        if (provider is "gce" or "auto")
        {
            await run.Says("is read again");
            Assert.Equal("ok\n", await http.GetStringAsync($"http://{address}/healthz"));
        }
        Assert.Single(run.Errors.Lines, line => line.Contains("blind:", StringComparison.Ordinal));
    }

    private static IPEndPoint Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
