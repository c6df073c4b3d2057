using System.Globalization;
using Kubexit.Kubernetes;

namespace Kubexit.Tests.Infrastructure;

/// <summary>What the kernel says about processes, whoever started them.</summary>
internal static class ProcFs
{
    private const long ClockTicksPerSecond = 100;

    public static IReadOnlyList<int> Processes =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(
            name => int.Parse(name!, CultureInfo.InvariantCulture))];

    /// <summary>Whether the process still runs; a zombie has ended.</summary>
    public static bool IsAlive(int process) => Stat(process) is { } fields && fields[0] is not ("Z" or "X");

    public static bool IsStopped(int process) => Stat(process) is ["T", ..];

    public static IReadOnlyList<int> ChildrenOf(int parent) =>
        [.. Processes.Where(process => Stat(process) is { } fields && fields[1] == Text(parent))];

    public static int ProcessGroupOf(int process) => Number(process, 2);

    /// <summary>The foreground process group of the process's terminal; -1 when it has none.</summary>
    public static int ForegroundGroupOf(int process) => Number(process, 5);

    public static TimeSpan CpuTimeOf(int process) =>
        TimeSpan.FromSeconds((double)(Number(process, 11) + Number(process, 12)) / ClockTicksPerSecond);

    public static IReadOnlyList<int> ThreadsOf(int process) => Numbers($"/proc/{process}/task");

    public static IReadOnlyList<int> DescriptorsOf(int process) => Numbers($"/proc/{process}/fd");

    /// <summary>Pages that it touched for the first time, without those read from a disk and those of its children.</summary>
    public static int PageFaultsOf(int process) => Number(process, 7);

    /// <summary>A line of /proc/N/status, such as <c>VmRSS</c>; null when the process has gone.</summary>
    public static string? Status(int process, string key) =>
        Lines($"/proc/{process}/status")?.FirstOrDefault(line => line.StartsWith(key + ":", StringComparison.Ordinal))?[
            (key.Length + 1)..].Trim();

    /// <summary>Whether a signal is in a set of /proc/N/status, such as <c>SigBlk</c>.</summary>
    public static bool HasSignal(int process, string set, int signal) =>
        Status(process, set) is { } bits
            && (ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (signal - 1) & 1) != 0;

    /// <summary>What the process takes for its id: another than ours for it when it has a pid namespace of its own.</summary>
    public static int? OwnIdOf(int process) =>
        Status(process, "NSpid") is { } ids ? int.Parse(ids.Split('\t')[^1], CultureInfo.InvariantCulture) : null;

    /// <summary>The name of the process's pid namespace; null when the process has gone.</summary>
    public static string? PidNamespaceOf(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/pid").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>All processes that have this variable in their environment, descendants that have lost their parents included.</summary>
    public static IReadOnlyList<int> ProcessesWith(string variable) =>
        [.. Processes.Where(process =>
            process != Environment.ProcessId && Lines($"/proc/{process}/environ", '\0')?.Contains(variable) == true)];

    /// <summary>The fields of /proc/N/stat from the state on: the name before it may hold spaces.</summary>
    private static string[]? Stat(int process) =>
        Lines($"/proc/{process}/stat") is [var line, ..] ? line[(line.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static int Number(int process, int field) =>
        Stat(process) is { } fields ? int.Parse(fields[field], CultureInfo.InvariantCulture) : -1;

    /// <summary>The entries of a directory that are numbers; none when the process has gone.</summary>
    private static IReadOnlyList<int> Numbers(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(
                path => int.Parse(Path.GetFileName(path)!, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[]? Lines(string path, char separator = '\n')
    {
        try
        {
            return File.ReadAllText(path).Split(separator);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
