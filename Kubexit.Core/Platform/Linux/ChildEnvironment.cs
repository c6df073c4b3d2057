using System.Collections;
using System.Text;

namespace Kubexit.Platform.Linux;

/// <summary>The environment a child gets.</summary>
internal static class ChildEnvironment
{
    private static readonly HashSet<string> Hidden = [];

    /// <summary>Keeps a variable of our own making from the children. At the start only: nobody reads this meanwhile.</summary>
    public static void Hide(string variable) => Hidden.Add(variable);

    /// <summary>The process's current environment with some variables added, replaced or (null) removed.</summary>
    public static List<byte[]> Of(IReadOnlyDictionary<string, string?>? changes)
    {
        var result = new List<byte[]>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            var name = (string)entry.Key;
            if (changes?.ContainsKey(name) != true && !Hidden.Contains(name)) result.Add(Encoding.UTF8.GetBytes($"{name}={entry.Value}"));
        }

        foreach (var (name, value) in changes ?? new Dictionary<string, string?>())
        {
            if (value is not null) result.Add(Encoding.UTF8.GetBytes($"{name}={value}"));
        }

        return result;
    }

    /// <summary>
    /// The environment this process was started with, byte for byte: a value that is not UTF-8 must reach the child as it is, and
    /// .NET's strings cannot hold it. <see langword="null"/> where there is no /proc.
    /// </summary>
    public static List<byte[]>? Inherited(params ReadOnlySpan<string> without)
    {
        if (ProcFile.Read("/proc/self/environ"u8) is not { } content) return null;
        var result = ProcFile.SplitAtNul(content);
        foreach (var name in without)
        {
            var start = Encoding.UTF8.GetBytes(name + "=");
            result.RemoveAll(entry => entry.AsSpan().StartsWith(start));
        }

        return result;
    }
}
