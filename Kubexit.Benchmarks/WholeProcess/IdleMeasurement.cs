using System.Globalization;
using Kubexit.NodeTermination;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>What does a wrapper cost that waits? All peers wait at the same time; the first five seconds are not counted.</summary>
internal static class IdleMeasurement
{
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(5);

    public static void Run(IReadOnlyList<Peer> peers, NativePrograms programs, TimeSpan time)
    {
        using var graveyard = new TemporaryGraveyard();
        var processes = peers.Select((p, i) =>
        {
            var process = MeasuredProcess.Start(
                p.CommandFor(programs.Child), WrapperTrial.Variables(graveyard.Path, TemporaryGraveyard.NameOf(i), "client"));
            process.Read();
            return (process, child: (int)process.Read());
        }).ToArray();
        Thread.Sleep(SettleTime);
        var before = processes.Select(p => ProcessSnapshot.Take(p.process.Id)).ToArray();
        Thread.Sleep(time);
        var after = processes.Select(p => ProcessSnapshot.Take(p.process.Id)).ToArray();
        foreach (var (process, child) in processes)
        {
            MeasuredProcess.Signal(child, SignalName.Kill);
            process.Wait();
            process.Dispose();
        }

        var seconds = time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        var table = new MarkdownTable(
            "idle", "resident MiB", "of it private MiB", "threads", $"CPU ms in {seconds} s", $"wake-ups in {seconds} s", "file MB");
        for (var i = 0; i < peers.Count; i++)
        {
            var file = new FileInfo(peers[i].Path!);
            table.Add(
                peers[i].Name, Sample.Text(before[i].ResidentMiB, "F1"), Sample.Text(before[i].PrivateMiB, "F1"),
                Sample.Text(before[i].Threads, "F0"),
                Sample.Text((after[i].CpuTime - before[i].CpuTime).TotalMilliseconds, "F2"),
                Sample.Text(after[i].WakeUps - before[i].WakeUps, "F0"),
                Sample.Text((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length / 1e6, "F2"));
        }

        table.Print();
    }
}
