using System.Globalization;
using Kubexit.NodeTermination;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// <c>wrapper [--kubexit PATH] [--peer NAME=PATH]... [--rounds 50] [--settle-ms 250] [--idle 30]</c>: measures wrappers as whole processes,
/// in turn within each round, beside no wrapper at all (<c>direct</c>) and the least that Linux can do (<c>limit</c>).
/// </summary>
internal static class WrapperVerb
{
    private const int Warmups = 2;

    public static int Run(string[] args)
    {
        var options = new Options(args, "--kubexit", "--peer", "--rounds", "--settle-ms", "--idle");
        using var programs = new NativePrograms();
        Peer[] peers =
        [
            new("direct", null), new("limit", programs.Limit),
            Peer.Parse("kubexit=" + options.Text("--kubexit", "artifacts/native/kubexit")), .. options.All("--peer").Select(Peer.Parse),
        ];
        var trial = new WrapperTrial(programs, TimeSpan.FromMilliseconds(options.Number("--settle-ms", 250)));
        var rounds = options.Number("--rounds", 50);

        Machine.Print();
        var rows = peers.Select(p => new WrapperRow(p)).ToArray();
        for (var round = -Warmups; round < rounds; round++)
        {
            foreach (var row in rows) row.Measure(trial, isWarmup: round < 0);
        }

        PrintLatencies(rows);
        PrintRatios(rows);
        if (options.Number("--idle", 30) is > 0 and var seconds) IdleMeasurement.Run(peers[1..], programs, TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"load at the end {Machine.Load}");
        return 0;
    }

    private static void PrintLatencies(WrapperRow[] rows)
    {
        var direct = rows[0].Start.Median;
        var table = new MarkdownTable("p50 (p99)", "start ms", "less direct", "death to signal us", "signal forward us", "exit us");
        foreach (var row in rows)
        {
            table.Add(
                row.Peer.Name, row.Start.ToString("F2"), Sample.Text(row.Start.Median - direct, "F2"), row.Death.ToString("F0"),
                row.Forward.ToString("F0"), row.Exit.ToString("F0"));
        }

        table.Print();
    }

    private static void PrintRatios(WrapperRow[] rows)
    {
        var kubexit = rows[2];
        var table = new MarkdownTable(
            "kubexit's median is times that of", "start", "less direct", "death to signal", "signal forward", "exit");
        foreach (var row in rows.Where(r => r != kubexit))
        {
            table.Add(
                row.Peer.Name,
                Ratio(kubexit.Start.Median, row.Start.Median),
                Ratio(kubexit.Start.Median - rows[0].Start.Median, row.Start.Median - rows[0].Start.Median),
                Ratio(kubexit.Death.Median, row.Death.Median),
                Ratio(kubexit.Forward.Median, row.Forward.Median),
                Ratio(kubexit.Exit.Median, row.Exit.Median));
        }

        table.Print();
    }

    private static string Ratio(double value, double of) =>
        double.IsFinite(value / of) ? (value / of).ToString("F2", CultureInfo.InvariantCulture) : "";
}
