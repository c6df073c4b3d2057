using System.Diagnostics;
using System.Globalization;
using Kubexit.NodeTermination;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// Many wrappers watch one graveyard: what does a death cost each of them that does not concern it, and what one that concerns all?
/// </summary>
internal static class CrowdedGraveyard
{
    private const int Strangers = 20;
    private const string InstancesFile = "/proc/sys/fs/inotify/max_user_instances";

    /// <summary>Whoever gets no watch would be measured at something else.</summary>
    public static void ThrowIfTooMany(IReadOnlyList<int> counts)
    {
        var instances = int.Parse(File.ReadAllText(InstancesFile), CultureInfo.InvariantCulture);
        if (counts.Count == 0 || counts.Max() < instances) return;
        throw new ArgumentException(
            $"Cannot use --wrappers {counts.Max()}: {InstancesFile} is {instances}. Raise it above that, or take fewer, or none with ''.");
    }

    public static void Run(Peer kubexit, NativePrograms programs, IReadOnlyList<int> counts, int rounds)
    {
        // What Linux costs, in the same run: a crowd of wrappers that write nothing and so are no news to each other.
        var limit = new Peer("limit", programs.Limit);
        var table = new MarkdownTable(
            "wrappers", "", "one unrelated death, CPU us per wrapper", "one death that stops all, CPU ms per wrapper",
            "half signalled after ms", "last signalled after ms", "all ended after ms");
        foreach (var count in counts)
        {
            for (var round = 0; round < rounds; round++)
            {
                Measure(limit, programs, count, table);
                Measure(kubexit, programs, count, table);
            }
        }

        table.Print();
    }

    private static void Measure(Peer peer, NativePrograms programs, int count, MarkdownTable table)
    {
        using var graveyard = new TemporaryGraveyard();
        var wrappers = new List<MeasuredProcess>(count);
        try
        {
            Measure(peer, programs, graveyard, count, wrappers, table);
        }
        finally
        {
            foreach (var wrapper in wrappers) wrapper.Dispose();
        }
    }

    private static void Measure(
        Peer peer, NativePrograms programs, TemporaryGraveyard graveyard, int count, List<MeasuredProcess> wrappers, MarkdownTable table)
    {
        var children = new int[count];
        for (var i = 0; i < count; i++)
        {
            // No rescans: they would be counted too, and whoever gets no watch fails at once instead of being measured at something else.
            var variables = WrapperTrial.Variables(graveyard.Path, TemporaryGraveyard.NameOf(i), "client");
            variables["KUBEXIT_RESCAN_INTERVAL"] = "0";
            wrappers.Add(MeasuredProcess.Start(peer.CommandFor(programs.Child), variables));
            wrappers[i].Read();
            children[i] = (int)wrappers[i].Read();
        }

        // Each birth is news for all: let them read it.
        var idle = Quiet(wrappers);
        for (var i = 0; i < Strangers; i++)
        {
            graveyard.PrepareDeath($"stranger-{i}").Do();
            Thread.Sleep(50);
        }

        var afterStrangers = Quiet(wrappers);
        var unrelated = (afterStrangers - idle) / Strangers / count;

        var ofChildren = CpuTimeOf(children);
        var death = graveyard.PrepareDeath("client");
        var diedAt = Stopwatch.GetTimestamp();
        death.Do();
        var signalled = new Sample();
        foreach (var wrapper in wrappers)
        {
            signalled.Add((wrapper.Read() - diedAt) / 1e6);
            wrapper.Read();
        }

        var ends = wrappers.Select(w => w.Wait()).ToArray();
        var related = (ends.Aggregate(TimeSpan.Zero, (sum, e) => sum + e.CpuTime) - afterStrangers - ofChildren) / count;
        table.Add(
            count.ToString(CultureInfo.InvariantCulture), peer.Name, Sample.Text(unrelated.TotalMicroseconds, "F1"),
            Sample.Text(related.TotalMilliseconds, "F2"),
            Sample.Text(signalled.Median, "F1"), Sample.Text(signalled.Max, "F1"), Sample.Text((ends.Max(e => e.At) - diedAt) / 1e6, "F1"));
    }

    /// <returns>The processor time of all, once a second passes in which it hardly grows.</returns>
    private static TimeSpan Quiet(List<MeasuredProcess> wrappers)
    {
        for (var last = TimeSpan.MinValue; ;)
        {
            var now = CpuTimeOf(wrappers.Select(w => w.Id));
            if (last > TimeSpan.MinValue && now - last < TimeSpan.FromMilliseconds(5)) return now;
            last = now;
            Thread.Sleep(1000);
        }
    }

    private static TimeSpan CpuTimeOf(IEnumerable<int> processes) =>
        processes.Aggregate(TimeSpan.Zero, (sum, p) => sum + ProcessSnapshot.Take(p).CpuTime);
}
