using System.Globalization;
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
        var seen = Cells(outcome.Row);
        var promised = Assert.Single(
            Repository.ReadText("docs/node-agent.md").Split('\n').Where(line => line.StartsWith('|')).Select(Cells),
                row => row[..3].SequenceEqual(seen[..3]));
        Assert.True(promised.Zip(seen).All(pair => IsAlike(pair.First, pair.Second)),
            $"docs/node-agent.md has another row than\n{outcome.Row}");
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Run_SlowServer_TaintsWithTheFirstWriteAndAsksEveryPod(int index)
    {
        var server = SlowServer.All[index];
        var outcome = server.Run();
        // A write takes one latency; a server that was away is noticed to be back within a second.
        Assert.NotNull(outcome.Tainted);
        Assert.True(outcome.Tainted < server.Away + server.Latency + TimeSpan.FromSeconds(server.Away > TimeSpan.Zero ? 1.2 : 0.2),
            outcome.Row);
        Assert.True(outcome.Asked == 35, outcome.Row);
    }

    private static string[] Cells(string row) => row.Split('|', StringSplitOptions.TrimEntries);

    // Pauses after failures have jitter: times differ by a few tenths of a second from run to run.
    private static bool IsAlike(string promised, string seen) =>
        promised == seen || (SecondsOf(promised) is { } one && SecondsOf(seen) is { } other && Math.Abs(one - other) <= 0.5);

    private static double? SecondsOf(string cell) =>
        cell.EndsWith(" s", StringComparison.Ordinal) && double.TryParse(cell[..^2], CultureInfo.InvariantCulture, out var seconds)
            ? seconds : null;
}
