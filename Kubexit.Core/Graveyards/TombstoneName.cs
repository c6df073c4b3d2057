using System.Runtime.CompilerServices;
using System.Text;

namespace Kubexit.Graveyards;

/// <summary>What may be the name of a tombstone. It becomes a file name, so it must not be able to lead out of the graveyard.</summary>
internal static class TombstoneName
{
    /// <summary>In bytes of UTF-8. File systems allow 255; the rest is for the affixes of lock and temporary files.</summary>
    public const int MaxBytes = 240;

    /// <summary>Says what is wrong with a name, as <c>cause. What to do</c>; <see langword="null"/> when nothing is.</summary>
    public static string? ProblemWith(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "the name is empty. Write a name";
        if (name.Contains('/')) return "a name is one segment of a path. Remove the '/'";
        if (name.StartsWith('.')) return "names that begin with a dot are kept for lock and temporary files. Remove the dot";
        if (name.Any(char.IsControl)) return "it contains a control character. Remove it";
        return Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"it is longer than {MaxBytes} bytes. Shorten it" : null;
    }

    /// <exception cref="ArgumentException">Something is wrong with the name.</exception>
    public static void ThrowIfInvalid(string? name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        if (ProblemWith(name) is { } problem) throw new ArgumentException($"Cannot use tombstone name '{name}': {problem}.", parameter);
    }
}
