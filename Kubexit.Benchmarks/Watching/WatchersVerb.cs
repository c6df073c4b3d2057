using Kubexit.Benchmarks.WholeProcess;
using Kubexit.NodeTermination;

namespace Kubexit.Benchmarks.Watching;

/// <summary>
/// <c>watchers [--warmups 100] [--rounds 100] [--pause-ms 5] [--polls 50]</c>: how long after the rename of a tombstone does who waits for it know? All in one process and in turn
/// within each round, so that what else runs on the machine meets all alike. Without warm-ups and with one round: the first event of a process.
/// </summary>
internal static class WatchersVerb
{
    public static int Run(string[] args)
    {
        var options = new Options(args, "--warmups", "--rounds", "--pause-ms", "--polls");
        Machine.Print();
        using Contestant bare = new("bare `read`", Watches.Bare);
        using Contestant names = new("graveyard watch, name", Watches.Names), frameworkNames = new("`FileSystemWatcher`, name", Watches.FrameworkNames);
        using Contestant tombstones = new("graveyard observer, tombstone and lock", Watches.Tombstones);
        using Contestant frameworkTombstones = new("`FileSystemWatcher`, tombstone", Watches.FrameworkTombstones);
        using Contestant often = new("poll each 100 ms", Watches.Poll(TimeSpan.FromMilliseconds(100))), seldom = new("poll each 1 s", Watches.Poll(TimeSpan.FromSeconds(1)));
        Contestant[] quick = [bare, names, frameworkNames, tombstones, frameworkTombstones];
        var pause = TimeSpan.FromMilliseconds(options.Number("--pause-ms", 5));
        var rounds = options.Number("--rounds", 100);
        // More than tiered compilation waits for, and then some for the code it makes.
        for (var round = 0; round < options.Number("--warmups", 100); round++)
        {
            foreach (var contestant in quick) contestant.WarmUp(pause);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var contestant in quick) contestant.DieFromSleep(pause);
            foreach (var contestant in quick) contestant.DieFromWrite(pause);
        }

        // Anywhere in the period.
        var random = new Random(1);
        for (var round = 0; round < options.Number("--polls", 50); round++)
        {
            often.DieFromSleep(TimeSpan.FromMilliseconds(100 * random.NextDouble()));
            seldom.DieFromSleep(TimeSpan.FromSeconds(random.NextDouble()));
        }

        var table = new MarkdownTable("us until known, p50 (p99)", "asleep", "times `FileSystemWatcher`", "just written", "times `FileSystemWatcher`");
        foreach (var contestant in (Contestant[])[.. quick, often, seldom])
        {
            var rival = contestant == tombstones ? frameworkTombstones : frameworkNames;
            table.Add(
                contestant.Name, contestant.FromSleep.ToString("F0"), Sample.Text(contestant.FromSleep.Median / rival.FromSleep.Median, "F2"),
                contestant.FromWrite.ToString("F0"), Sample.Text(contestant.FromWrite.Median / rival.FromWrite.Median, "F2"));
        }

        table.Print();
        Console.WriteLine($"load at the end {Machine.Load}");
        return 0;
    }
}
