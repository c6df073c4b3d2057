namespace Kubexit.Platform.Linux;

/// <summary>Arguments as bytes: one that is not UTF-8 reaches us damaged, and must reach the child as it is.</summary>
internal static class RawArguments
{
    private const char Replacement = '\uFFFD';

    /// <returns>The bytes of the process's last arguments; <see langword="null"/> when the strings tell them as well.</returns>
    public static IReadOnlyList<byte[]>? Of(IReadOnlyList<string> command)
    {
        if (!command.Any(word => word.Contains(Replacement)) || ProcFile.Read("/proc/self/cmdline"u8) is not { } content) return null;
        var all = ProcFile.SplitAtNul(content);
        return all.Count < command.Count ? null : all[^command.Count..];
    }
}
