using System.Diagnostics;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>looks [--tombstones 10000] [--rounds 50]</c>: what does it cost to look at every name of a full graveyard, the first time and when
/// nothing has changed since, beside a C program that makes the same system calls? In turn within each round.
/// </summary>
internal static class LooksVerb
{
    private const int Warmups = 10;

    /// <summary>Then the files are old enough for their stamps to be believed.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(2.5);

    public static int Run(string[] args)
    {
        var options = new Options(args, "--tombstones", "--rounds");
        var (tombstones, rounds) = (options.Number("--tombstones", 10_000), options.Number("--rounds", 50));
        using var programs = new NativePrograms();
        using var graveyard = new TemporaryGraveyard();
        graveyard.Fill(tombstones);
        Thread.Sleep(Age);

        Machine.Print();
        Side first = new("read for the first time"), again = new("nothing has changed");
        for (var round = -Warmups; round < rounds; round++)
        {
            var looker = new Graveyard(graveyard.Path);
            var isCounted = round >= 0;
            first.Look(looker, tombstones, isCounted);
            again.Look(looker, tombstones, isCounted);
            using var process = MeasuredProcess.Start([programs.Look, graveyard.Path], new Dictionary<string, string>());
            if (process.Read() != tombstones) throw new IOException("The C program has not seen every tombstone.");
            first.AddBare(process.Read(), isCounted);
            again.AddBare(process.Read(), isCounted);
            process.Wait();
        }

        var table = new MarkdownTable($"{tombstones} tombstones, ms, p50 (p99)", "`Graveyard.List`", "C", "times C", "MB allocated");
        first.AddTo(table);
        again.AddTo(table);
        table.Print();
        Console.WriteLine($"load at the end {Machine.Load}");
        return 0;
    }

    private sealed class Side(string name)
    {
        private readonly Sample _ours = new(), _bare = new();
        private long _allocated;

        public void Look(Graveyard graveyard, int tombstones, bool isCounted)
        {
            var (before, begin) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var count = graveyard.List().Count;
            var time = Stopwatch.GetElapsedTime(begin);
            _allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (count != tombstones) throw new IOException("Not every tombstone was seen.");
            if (isCounted) _ours.Add(time.TotalMilliseconds);
        }

        public void AddBare(long nanoseconds, bool isCounted)
        {
            if (isCounted) _bare.Add(nanoseconds / 1e6);
        }

        public void AddTo(MarkdownTable table) => table.Add(
            name, _ours.ToString("F1"), _bare.ToString("F1"), Sample.Text(_ours.Median / _bare.Median, "F2"),
            Sample.Text(_allocated / 1e6, "F2"));
    }
}
