using System.Diagnostics;
using System.Globalization;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// Thousands of tombstones, thousands of unrelated writes a second: wrappers come, see their dependency die, and go, one after the other,
/// while one wrapper stays all the time and has its memory looked at.
/// </summary>
internal sealed class BusyGraveyard(Peer kubexit, NativePrograms programs, int tombstones, int writesPerSecond)
{
    public void Run(TimeSpan time)
    {
        using var graveyard = new TemporaryGraveyard();
        graveyard.Fill(tombstones);
        var words = Path.GetTempFileName();
        using var resident = MeasuredProcess.Start(
            kubexit.CommandFor(programs.Child), WrapperTrial.Variables(graveyard.Path, "resident", "immortal"), words);
        resident.Read();
        var child = (int)resident.Read();
        using var writes = new UnrelatedWrites(graveyard, tombstones, writesPerSecond);

        // What Linux costs under the same load on the same processors: what it waits, nobody can save.
        var limit = new Peer("limit", programs.Limit);
        var (latency, leastLatency, memory) = (new Sample(), new Sample(), new List<double>());
        var trial = new WrapperTrial(programs, TimeSpan.FromMilliseconds(250));
        var clock = Stopwatch.StartNew();
        var before = ProcessSnapshot.Take(resident.Id);
        for (var life = 0; clock.Elapsed < time; life++)
        {
            if (clock.Elapsed >= memory.Count * (time / 10)) memory.Add(ProcessSnapshot.Take(resident.Id).ResidentMiB);
            Live(kubexit, latency, life);
            Live(limit, leastLatency, life);
        }

        var after = ProcessSnapshot.Take(resident.Id);
        memory.Add(after.ResidentMiB);
        var share = (after.CpuTime - before.CpuTime) / clock.Elapsed;
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine($"{tombstones} tombstones, {writes.PerSecond:F0} unrelated writes a second for {seconds:F0} s");
        foreach (var (name, sample) in new[] { (kubexit.Name, latency), (limit.Name, leastLatency) })
            Console.WriteLine($"death to signal, ms: {name} p50 {sample.Median:F2}, p99 {sample.Quantile(0.99):F2}, max {sample.Max:F2}, "
                + $"of {sample.Count} deaths");
        Console.WriteLine($"resident MiB of one wrapper through that time: "
            + $"{string.Join(' ', memory.Select(m => m.ToString("F2", CultureInfo.InvariantCulture)))}");
        Console.WriteLine($"processor share of it: {share:P1}; threads {after.Threads}; lines it logged: {File.ReadLines(words).Count()}");
        foreach (var line in File.ReadLines(words).Skip(3).Take(5)) Console.WriteLine("  " + line);
        Console.WriteLine();
        MeasuredProcess.Signal(child, SignalName.Kill);
        resident.Wait();
        File.Delete(words);

        void Live(Peer peer, Sample sample, int life)
        {
            var (name, dependency) = ($"server-{life}", $"client-{life}");
            var times = trial.Run(peer, Trigger.Death, graveyard, name, dependency)
                ?? throw new InvalidOperationException("A death was not signalled.");
            sample.Add(times.SignalUs / 1000);
            foreach (var file in new[] { name, dependency, $".{name}.alive" }) File.Delete(graveyard.PathOf(file));
        }
    }
}
