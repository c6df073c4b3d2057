namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>Where and when: no number is worth anything without.</summary>
internal static class Machine
{
    public static void Print()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {processor ?? "unknown processor"}, {Environment.ProcessorCount} processors, Linux {Environment.OSVersion.Version}, load {Load}");
        Console.WriteLine();
    }

    /// <summary>Runnable processes, averaged over one, five and fifteen minutes.</summary>
    public static string Load => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
