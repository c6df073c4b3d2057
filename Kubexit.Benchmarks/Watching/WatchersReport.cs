using System.Text.Json;
using Kubexit.Benchmarks.WholeProcess;

namespace Kubexit.Benchmarks.Watching;

/// <summary>What came of a contest, for people and for programs.</summary>
internal static class WatchersReport
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void PrintTable(Contestant[] contestants)
    {
        const string ratio = "times `FileSystemWatcher`";
        var table = new MarkdownTable("us until known, p50 (p99)", "asleep", ratio, "just written", ratio);
        foreach (var contestant in contestants)
        {
            var rival = Array.Find(contestants, c => c.Watcher.IsBaseline && c.Watcher.ReadsTombstone == contestant.Watcher.ReadsTombstone);
            table.Add(
                contestant.Watcher.Name, contestant.FromSleep.ToString("F0"), Ratio(contestant.FromSleep, rival?.FromSleep),
                contestant.FromWrite.ToString("F0"), Ratio(contestant.FromWrite, rival?.FromWrite));
        }

        table.Print();
    }

    /// <summary>Every single time, in microseconds.</summary>
    public static void WriteJson(TextWriter writer, string machine, string folder, Volume volume, Contestant[] contestants) =>
        writer.WriteLine(JsonSerializer.Serialize(
            new
            {
                machine,
                folder,
                volume,
                contestants = contestants.Select(c =>
                    new { name = c.Watcher.Name, asleepUs = c.FromSleep.Values, justWrittenUs = c.FromWrite.Values }),
            },
            Json));

    private static string Ratio(Sample sample, Sample? rival) => rival is null ? "" : Sample.Text(sample.Median / rival.Median, "F2");
}
