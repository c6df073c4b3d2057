using Kubexit.Benchmarks.WholeProcess;

namespace Kubexit.Benchmarks.Watching;

/// <summary>
/// <c>watchers [--graveyard DIR] [--warmups 100] [--rounds 100] [--pause-ms 5] [--polls 50] [--output table|json] [--chart FILE.svg]</c>:
/// what can a volume do, and how long after the rename of a tombstone does who waits for it know? All in one process and in turn within
/// each round, so that what else runs on the machine meets all alike. Without warm-ups and with one round: the first event of a process.
/// </summary>
internal static class WatchersVerb
{
    public static int Run(string[] args)
    {
        var options = new Options(args, "--graveyard", "--warmups", "--rounds", "--pause-ms", "--polls", "--output", "--chart");
        var folder = options.Text("--graveyard", Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath());
        var isJson = options.Text("--output", "table") switch
        {
            "table" => false,
            "json" => true,
            var other => throw new ArgumentException($"Cannot use --output '{other}'. Write table or json."),
        };
        if (!Directory.Exists(folder))
            throw new ArgumentException($"Cannot use --graveyard '{folder}': there is no such folder. Name one on your volume.");

        var machine = Machine.Describe();
        var volume = Volume.Probe(folder);
        if (!isJson)
        {
            Console.WriteLine($"{machine}\n");
            volume.Print(folder);
        }

        var watchers = Watcher.All.Where(w => volume.Notifies || w.Period > TimeSpan.Zero);
        var contestants = watchers.Select(w => new Contestant(w, folder)).ToArray();
        try
        {
            if (volume.ReplacesByRename) Compete(contestants, options);
            if (isJson) WatchersReport.WriteJson(Console.Out, machine, folder, volume, contestants);
            else WatchersReport.PrintTable(contestants);
            if (options.Text("--chart", "") is { Length: > 0 } chart)
                File.WriteAllText(chart, LatencyChart.Draw($"From a rename until it is known: {volume.FileSystem}", machine, contestants));
        }
        finally
        {
            foreach (var contestant in contestants) contestant.Dispose();
        }

        if (!isJson) Console.WriteLine($"load at the end {Machine.Load}");
        return volume.ReplacesByRename ? 0 : 1;
    }

    private static void Compete(Contestant[] contestants, Options options)
    {
        Contestant[] told = [.. contestants.Where(c => c.Watcher.Period == TimeSpan.Zero)], pollers = [.. contestants.Except(told)];
        var pause = TimeSpan.FromMilliseconds(options.Number("--pause-ms", 5));

        // More than tiered compilation waits for, and then some for the code it makes.
        for (var round = 0; round < options.Number("--warmups", 100); round++)
        {
            foreach (var contestant in told) contestant.WarmUp(pause);
        }

        for (var round = 0; round < options.Number("--rounds", 100); round++)
        {
            foreach (var contestant in told) contestant.DieFromSleep(pause);
            foreach (var contestant in told) contestant.DieFromWrite(pause);
        }

        // Anywhere in the period.
        var random = new Random(1);
        for (var round = 0; round < options.Number("--polls", 50); round++)
        {
            foreach (var contestant in pollers) contestant.DieFromSleep(contestant.Watcher.Period * random.NextDouble());
        }
    }
}
