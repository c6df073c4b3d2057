using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Graveyards;

namespace Kubexit.Lint.Manifests;

/// <summary>What the variables of a container tell kubexit, read by the code that the wrapper reads them with.</summary>
internal sealed class KubexitSettings
{
    // No value of KUBEXIT_POD_NAME and KUBEXIT_NAMESPACE is wrong: one that is unknown, but set, stands for itself.
    private const string SomeValue = "unknown";

    private readonly IReadOnlyDictionary<string, EnvironmentVariable> _environment;

    private KubexitSettings(IReadOnlyDictionary<string, EnvironmentVariable> environment, bool hasMore, string[]? wrapped,
        EnvironmentSettings read)
    {
        _environment = environment;
        HasMore = hasMore;
        Options = read.Options;
        string? problem = wrapped is null ? null : WrappedCommandRules.ProblemWith(wrapped);
        Errors = [.. problem is null ? Array.Empty<string>() : [problem], .. read.Errors.Where(error => !MayBeUntrue(error))];
        Warnings = read.Warnings;
    }

    /// <summary>Everything that was read; what is not set, wrong or unknown has its default.</summary>
    public CoordinatorOptions Options { get; }

    /// <summary>What the wrapper would refuse to start for, in its words.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>What the wrapper would warn about, in its words.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Whether there may be variables that the manifest does not show (<c>envFrom</c>).</summary>
    public bool HasMore { get; }

    /// <summary>The name in the graveyard; <see langword="null"/> when it is unknown, missing or unusable.</summary>
    public string? Name => TombstoneName.ProblemWith(Options.Name) is null ? Options.Name : null;

    public IReadOnlyList<BirthDependency> Births => Options.BirthDependencies;

    public IReadOnlyList<DeathDependency> Deaths => Options.DeathDependencies;

    public IReadOnlyList<string> Outlives => Options.OutliveDependencies;

    /// <summary>Whether a process to outlive is written as <c>NAME?</c>.</summary>
    public bool MayBeAbsent(string outlive) => _environment.TryGetValue("KUBEXIT_OUTLIVE_DEPS", out var variable)
        && variable.Value?.Split(',', StringSplitOptions.TrimEntries).Contains(outlive + "?") == true;

    /// <summary>
    /// Whether a variable has a value that the manifest does not tell. One that is absent is known to be so, unless there may be more.
    /// </summary>
    public bool IsUnknown(string variable) => _environment.TryGetValue(variable, out var found) ? found.Value is null : HasMore;

    /// <param name="environment">All variables of the container.</param>
    /// <param name="hasMore">Whether there may be others.</param>
    /// <param name="wrapped">The command, where it is known.</param>
    public static KubexitSettings Read(IReadOnlyDictionary<string, EnvironmentVariable> environment, bool hasMore, string[]? wrapped) =>
        new(environment, hasMore, wrapped, EnvironmentSettings.Read(name => Lookup(environment, name), environment.Keys));

    private static string? Lookup(IReadOnlyDictionary<string, EnvironmentVariable> environment, string name)
    {
        if (!environment.TryGetValue(name, out var variable)) return null;
        return variable.Value ?? (variable.IsSet && name is "KUBEXIT_POD_NAME" or "KUBEXIT_NAMESPACE" ? SomeValue : null);
    }

    /// <summary>
    /// An error about a variable that may have another value than it seems, or one at all, is none. Every error names its variables.
    /// </summary>
    private bool MayBeUntrue(string error)
    {
        const string prefix = "KUBEXIT_";
        for (var at = error.IndexOf(prefix, StringComparison.Ordinal); at >= 0; at =
            error.IndexOf(prefix, at + 1, StringComparison.Ordinal))
        {
            var rest = error.AsSpan(at);
            var length = rest.IndexOfAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
            if (IsUnknown((length < 0 ? rest : rest[..length]).ToString())) return true;
        }

        return false;
    }
}
