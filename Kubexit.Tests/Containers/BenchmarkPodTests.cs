using System.Globalization;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Containers;

/// <summary>The Job of <c>samples/benchmarks</c>, word for word, as real containers: it measures the volumes of its own pod.</summary>
public sealed class BenchmarkPodTests(SharedContainerEngine containers)
{
    [Fact]
    public async Task Job_OnDiskAndInMemory_SaysWhatEachVolumeCanDoAndHowQuickItIs()
    {
        var engine = await containers.EngineAsync();
        await BenchmarkImage.MakeAsync(engine);
        await using var pod = await PlayedPod.StartAsync(engine, Repository.ReadText("samples/benchmarks/job.yaml"));
        await pod["memory"].ExitsWith(0);
        Assert.Contains("tmpfs", pod["memory"].LogText, StringComparison.Ordinal);
        foreach (var container in pod.Everything)
        {
            var log = container.LogText;
            Assert.True(HasYes(log, "tells of a rename") && HasYes(log, "shows a lock to others"), log);
            string[] rows = ["graveyard watch, name", "FileSystemWatcher, name", "poll each 100 ms"];
            Assert.All(rows, row => Assert.True(Median(log, row) > 0, log));
            Assert.True(Median(log, "graveyard watch, name") < Median(log, "poll each 100 ms"), log);
        }
    }

    private static bool HasYes(string log, string row) => Cells(log, row) is [_, "yes", ..];

    /// <summary>The median when nothing has happened for a while, in microseconds.</summary>
    private static double Median(string log, string row) =>
        Cells(log, row) is [_, var asleep, ..] ? double.Parse(asleep.Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;

    private static string[] Cells(string log, string row) => log.Split('\n')
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).FirstOrDefault(cells => cells[0] == row) ?? [];
}
