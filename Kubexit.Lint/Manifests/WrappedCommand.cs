namespace Kubexit.Lint.Manifests;

/// <summary>Finds kubexit in what a container runs.</summary>
/// <param name="Wrapping">What it does there.</param>
/// <param name="Program">The word that calls it: a path, or a name that is looked up in PATH.</param>
internal readonly record struct WrappedCommand(Wrapping Wrapping, string? Program = null)
{
    private const string FileName = "kubexit";

    /// <summary>What it wraps; <see langword="null"/> where a script decides.</summary>
    public string[]? Wrapped { get; private init; }

    /// <summary>Whether a script or the image sets variables that the manifest's <c>env</c> does not show.</summary>
    public bool SetsVariables { get; private init; }

    /// <summary>Whether a wrapper, or an application that is itself a member, reads the variables.</summary>
    public bool HasSettings => Wrapping is Wrapping.Direct or Wrapping.InScript or Wrapping.ByImage or Wrapping.Missing;

    public static WrappedCommand Of(
        string? image, IReadOnlyList<string>? command, IReadOnlyList<string>? arguments,
        IReadOnlyDictionary<string, EnvironmentVariable> environment)
    {
        string[] words = [.. command ?? (IsOurs(image) ? [FileName] : []), .. arguments ?? []];
        var at = Array.FindIndex(words, word => IsProgram(word));
        if (at >= 0)
        {
            var found = Of(at > 0 ? words[at - 1] : "", Copies(words[0]), at + 1 < words.Length ? words[at + 1] : null);
            var wrapped = words[(at + 1)..] is ["--", .. var rest] ? rest : words[(at + 1)..];
            return new(found, words[at]) { Wrapped = found == Wrapping.Direct ? wrapped : null };
        }

        foreach (var script in words.Where(word => word.Contains(FileName, StringComparison.Ordinal)
            && word.AsSpan().IndexOfAny(" \t\n") >= 0))
        {
            if (OfScript(script) is { } found) return found with { SetsVariables = script.Contains("KUBEXIT_", StringComparison.Ordinal) };
        }

        if (!environment.Keys.Any(name =>
            name is "KUBEXIT_NAME" or "KUBEXIT_BIRTH_DEPS" or "KUBEXIT_DEATH_DEPS" or "KUBEXIT_OUTLIVE_DEPS"))
            return new(Wrapping.None);

        // An image may set variables, and an application its name.
        return new(command is null ? Wrapping.ByImage : Wrapping.Missing) { SetsVariables = !environment.ContainsKey("KUBEXIT_NAME") };
    }

    /// <summary>Whether an image is the one that holds nothing but the file.</summary>
    public static bool IsOurs(string? image)
    {
        if (image is null) return false;
        var end = image.IndexOf('@');
        var name = end < 0 ? image : image[..end];
        name = name[(name.LastIndexOf('/') + 1)..];
        var tag = name.IndexOf(':');
        return (tag < 0 ? name : name[..tag]) == FileName;
    }

    /// <summary>A script that ends in the word is no program.</summary>
    private static bool IsProgram(ReadOnlySpan<char> word) =>
        word.IndexOfAny(" \t\n") < 0 && word[(word.LastIndexOf('/') + 1)..].SequenceEqual(FileName);

    private static bool Copies(ReadOnlySpan<char> word) => word[(word.LastIndexOf('/') + 1)..] is "cp" or "install" or "mv" or "ln";

    private static Wrapping Of(string before, bool isCopied, string? after) => after switch
    {
        _ when isCopied || Copies(before) => Wrapping.InstallStep,
        "self-install" => Wrapping.InstallStep,
        "wait" or "status" or "help" or "version" or "--help" or "--version" or "node-agent" or "lint" => Wrapping.Verb,
        _ => Wrapping.Direct,
    };

    /// <summary>A script may copy the file first and run it later: what it wraps counts most.</summary>
    private static WrappedCommand? OfScript(string script)
    {
        WrappedCommand? best = null;
        foreach (var line in script.Split('\n', ';', '|', '&', '(', ')'))
        {
            if (line.TrimStart().StartsWith('#')) continue;
            var words = line.Split([' ', '\t', '\r', '"', '\'', '`', '\\'], StringSplitOptions.RemoveEmptyEntries);
            var at = Array.FindIndex(words, word => IsProgram(word));
            if (at < 0 || (at > 0 && words[0] is "echo" or "chmod" or "ls" or "test" or "[" or "which" or "printf")) continue;
            var isCopied = at > 0 && Array.Exists(words, word => Copies(word));
            var found = Of(at > 0 ? words[at - 1] : "", isCopied, at + 1 < words.Length ? words[at + 1] : null);
            if (found == Wrapping.Direct) return new(Wrapping.InScript, words[at]);
            best ??= new(found, words[at]);
        }

        return best;
    }
}
