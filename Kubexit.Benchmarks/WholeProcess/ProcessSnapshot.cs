using System.Globalization;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>What the kernel has counted for a process so far, summed over its threads.</summary>
/// <param name="ResidentMiB">Resident memory.</param>
/// <param name="PrivateMiB">The part of it that is no file's page.</param>
/// <param name="Threads">Threads.</param>
/// <param name="CpuTime">Time on a processor.</param>
/// <param name="WakeUps">How often a thread has slept, and so been woken.</param>
internal readonly record struct ProcessSnapshot(double ResidentMiB, double PrivateMiB, int Threads, TimeSpan CpuTime, long WakeUps)
{
    public static ProcessSnapshot Take(int process)
    {
        var root = string.Create(CultureInfo.InvariantCulture, $"/proc/{process}");
        var tasks = Directory.GetDirectories(root + "/task");
        return new ProcessSnapshot(
            Field(root, "VmRSS") / 1024.0, Field(root, "RssAnon") / 1024.0, tasks.Length,
            tasks.Aggregate(TimeSpan.Zero, (sum, t) => sum + CpuTimeOf(t)),
            tasks.Sum(t => Field(t, "voluntary_ctxt_switches")));
    }

    private static long Field(string directory, string name)
    {
        var line = File.ReadLines(directory + "/status").First(l => l.StartsWith(name + ":", StringComparison.Ordinal));
        return long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal),
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }

    // schedstat counts nanoseconds; stat only hundredths of a second.
    private static TimeSpan CpuTimeOf(string task) =>
        TimeSpan.FromMicroseconds(long.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0);
}
