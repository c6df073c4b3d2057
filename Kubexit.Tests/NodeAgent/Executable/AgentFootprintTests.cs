using System.Globalization;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.KubernetesApi;
using Kubexit.Tests.NodeTermination;

namespace Kubexit.Tests.NodeAgent.Executable;

/// <summary>What the native file needs of a node's memory, with 110 pods on the node: the most that a kubelet takes by default.</summary>
[Collection(nameof(WholeProcess))]
public sealed class AgentFootprintTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Pods = 110;
    private const double MostAtRest = 18, MostInADrain = 32;

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

    [Fact]
    public async Task Memory_FullNode_IsSmallAtRestAndInADrain()
    {
        Assert.SkipUnless(AgentBinary.IsNative, "This is about the native file: publish it and name it in KUBEXIT_TEST_AGENT.");
        for (var i = 0; i < Pods; i++)
            _agent.Node.Add(new StandInPod($"web-{i}", "shop") { Grace = 10, StopTime = TimeSpan.FromSeconds(1 + (i % 5)) }.Padded(
                4 * 1024));
        var run = _agent.Start("--provider", "gce", "--metadata-url", $"{_cloud.Url}", "--listen", "127.0.0.1:0", "--log-level",
            "agent=debug");
        await Limit.Until(() => _cloud.Hanging == 2, () => run.Describe("does not watch the metadata"));
        await Eventually.TrueAsync(
            () => _agent.Server.Requests.Any(request => $"{request}".StartsWith("watch /api/v1/pods", StringComparison.Ordinal)));
        await run.Says("at rest: unused memory was returned to the system");
        var rest = await SettledAsync(run.Pid);
        _cloud.Set("instance/preempted", "TRUE");
        await run.Says($"drained: {Pods} pods ended");
        await Eventually.TrueAsync(() => _agent.EventReasons.Contains("NodeDrained"));
        var peak = MiB(run.Pid, "VmHWM");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{rest:0.0} MiB at rest, at most {peak:0.0} MiB in a drain of {Pods} pods."));
        Assert.InRange(rest, 1, MostAtRest);
        Assert.InRange(peak, rest, MostInADrain);
    }

    /// <summary>Resident memory once it has not changed for three seconds.</summary>
    private static async Task<double> SettledAsync(int process)
    {
        var (last, since) = (0.0, Environment.TickCount64);
        await Limit.Until(() =>
        {
            if (MiB(process, "VmRSS") is var now && now != last) (last, since) = (now, Environment.TickCount64);
            return Environment.TickCount64 - since > 3000;
        }, () => $"Process {process} never rests.");
        return last;
    }

    private static double MiB(int process, string key) =>
        int.Parse(ProcFs.Status(process, key)!.Split(' ')[0], CultureInfo.InvariantCulture) / 1024.0;
}
