namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>Where and when: no number is worth anything without.</summary>
internal static class Machine
{
    public static void Print()
    {
        Console.WriteLine(Describe());
        Console.WriteLine();
    }

    public static string Describe() =>
        $"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Processor}, {Environment.ProcessorCount} processors, Linux "
            + $"{Environment.OSVersion.Version}, load {Load}";

    private static string Processor =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            ?? "unknown processor";

    /// <summary>Runnable processes, averaged over one, five and fifteen minutes.</summary>
    public static string Load => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
