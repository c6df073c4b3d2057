using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.NodeAgent;

/// <summary>The promise of docs/node-agent.md about API servers that are slow, absent or cut off.</summary>
public sealed class SlowServerTests
{
    public static TheoryData<int> Servers() => [.. Enumerable.Range(0, SlowServer.All.Count)];

    [Theory]
    [MemberData(nameof(Servers))]
    public void Run_SlowServer_IsWhatTheDocumentSays(int index)
    {
        var outcome = SlowServer.All[index].Run();
        Assert.True(Repository.ReadText("docs/node-agent.md").Contains(outcome.Row, StringComparison.Ordinal), $"docs/node-agent.md has no row\n{outcome.Row}");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Run_SlowServer_TaintsWithTheFirstWriteAndAsksEveryPod(int index)
    {
        var server = SlowServer.All[index];
        var outcome = server.Run();
        // A write takes one latency; a server that was away is noticed to be back within a second.
        Assert.NotNull(outcome.Tainted);
        Assert.True(outcome.Tainted < server.Away + server.Latency + TimeSpan.FromSeconds(server.Away > TimeSpan.Zero ? 1.2 : 0.2), outcome.Row);
        Assert.True(outcome.Asked == 35, outcome.Row);
    }
}
