namespace Kubexit.Lint.Manifests;

/// <summary>Finds kubexit in what a container runs.</summary>
/// <param name="Wrapping">What it does there.</param>
/// <param name="SetsVariables">Whether a script sets variables that the manifest's <c>env</c> does not show.</param>
internal readonly record struct WrappedCommand(Wrapping Wrapping, bool SetsVariables = false)
{
    private const string Program = "kubexit";

    public bool HasSettings => Wrapping is Wrapping.Direct or Wrapping.InScript or Wrapping.ByImage or Wrapping.Missing;

    public static WrappedCommand Of(
        string? image, IReadOnlyList<string>? command, IReadOnlyList<string>? arguments, IReadOnlyDictionary<string, EnvironmentVariable> environment)
    {
        string[] words = [.. command ?? (IsOurs(image) ? [Program] : []), .. arguments ?? []];
        var at = Array.FindIndex(words, word => IsProgram(word));
        if (at >= 0) return new(Of(at > 0 ? words[at - 1] : "", Copies(words[0]), at + 1 < words.Length ? words[at + 1] : null));
        foreach (var script in words.Where(word => word.Contains(Program, StringComparison.Ordinal) && word.AsSpan().IndexOfAny(" \t\n") >= 0))
        {
            if (OfScript(script) is { } found) return new(found, script.Contains("KUBEXIT_", StringComparison.Ordinal));
        }

        if (!environment.Keys.Any(name => name is "KUBEXIT_NAME" or "KUBEXIT_BIRTH_DEPS" or "KUBEXIT_DEATH_DEPS" or "KUBEXIT_OUTLIVE_DEPS")) return new(Wrapping.None);
        return new(command is null ? Wrapping.ByImage : Wrapping.Missing);
    }

    /// <summary>Whether an image is the one that holds nothing but the file.</summary>
    public static bool IsOurs(string? image)
    {
        if (image is null) return false;
        var end = image.IndexOf('@');
        var name = end < 0 ? image : image[..end];
        name = name[(name.LastIndexOf('/') + 1)..];
        var tag = name.IndexOf(':');
        return (tag < 0 ? name : name[..tag]) == Program;
    }

    private static bool IsProgram(ReadOnlySpan<char> word) => word[(word.LastIndexOf('/') + 1)..].SequenceEqual(Program);

    private static bool Copies(ReadOnlySpan<char> word) => word[(word.LastIndexOf('/') + 1)..] is "cp" or "install" or "mv" or "ln";

    private static Wrapping Of(string before, bool isCopied, string? after) => after switch
    {
        _ when isCopied || Copies(before) => Wrapping.InstallStep,
        "self-install" => Wrapping.InstallStep,
        "wait" or "status" or "help" or "version" or "--help" or "--version" or "node-agent" or "lint" => Wrapping.Verb,
        _ => Wrapping.Direct,
    };

    /// <summary>A script may copy the file first and run it later: what it wraps counts most.</summary>
    private static Wrapping? OfScript(string script)
    {
        Wrapping? best = null;
        foreach (var line in script.Split('\n', ';', '|', '&', '(', ')'))
        {
            if (line.TrimStart().StartsWith('#')) continue;
            var words = line.Split([' ', '\t', '\r', '"', '\'', '`', '\\'], StringSplitOptions.RemoveEmptyEntries);
            var at = Array.FindIndex(words, word => IsProgram(word));
            if (at < 0) continue;
            var found = Of(at > 0 ? words[at - 1] : "", Array.Exists(words, word => Copies(word)) && at > 0, at + 1 < words.Length ? words[at + 1] : null);
            if (found == Wrapping.Direct && at > 0 && words[0] is "echo" or "chmod" or "ls" or "test" or "[" or "which") continue;
            if (found == Wrapping.Direct) return Wrapping.InScript;
            best ??= found;
        }

        return best;
    }
}
