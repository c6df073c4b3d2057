using Kubexit.NodeTermination;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>growth [--kubexit PATH] [--seconds 300] [--tombstones 10000] [--writes-per-second 10000] [--wrappers 1,10,100,1000]
/// [--rounds 1]</c>: what becomes of latency, memory and processor time in a crowded and busy graveyard.
/// </summary>
internal static class GrowthVerb
{
    public static int Run(string[] args)
    {
        var options = new Options(args, "--kubexit", "--seconds", "--tombstones", "--writes-per-second", "--wrappers", "--rounds");
        var counts = options.Numbers("--wrappers", "1,10,100,1000");
        CrowdedGraveyard.ThrowIfTooMany(counts);
        using var programs = new NativePrograms();
        var kubexit = Peer.Parse("kubexit=" + options.Text("--kubexit", "artifacts/native/kubexit"));
        Machine.Print();
        if (options.Number("--seconds", 300) is > 0 and var seconds)
        {
            new BusyGraveyard(kubexit, programs, options.Number("--tombstones", 10_000), options.Number("--writes-per-second", 10_000)).Run(
                TimeSpan.FromSeconds(seconds));
        }

        if (counts.Count > 0) CrowdedGraveyard.Run(kubexit, programs, counts, options.Number("--rounds", 1));
        Console.WriteLine($"load at the end {Machine.Load}");
        return 0;
    }
}
