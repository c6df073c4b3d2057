using Kubexit.Configuration;
using Kubexit.Graveyards;

namespace Kubexit.Dependencies;

/// <summary>Reads one entry of a list of dependencies: <c>name[?][:condition]</c>.</summary>
internal static class DependencyEntry
{
    public static Parsed<BirthDependency> ParseBirth(string entry) =>
        Parse(entry, BirthCondition.Ready, (name, condition, optional) => new BirthDependency(name, condition, optional));

    public static Parsed<DeathDependency> ParseDeath(string entry) =>
        Parse(entry, DeathCondition.Died, (name, condition, optional) => new DeathDependency(name, condition, optional));

    public static Parsed<OutliveDependency> ParseOutlive(string entry) =>
        entry.Contains(':')
            ? Parsed<OutliveDependency>.Bad("a process can only be outlived, there are no conditions. Remove the ':' and what follows")
            : Parse(entry, DeathCondition.Died, (name, _, optional) => new OutliveDependency(name, optional));

    public static string Format<TCondition>(string name, bool isOptional, TCondition condition)
        where TCondition : struct, Enum => $"{name}{(isOptional ? "?" : "")}:{Choice.Word(condition)}";

    private static Parsed<TDependency> Parse<TDependency, TCondition>(
        string entry, TCondition defaultCondition, Func<string, TCondition, bool, TDependency> create)
        where TCondition : struct, Enum
    {
        var colon = entry.IndexOf(':');
        var name = (colon < 0 ? entry : entry[..colon]).Trim();
        var optional = name.EndsWith('?');
        if (optional) name = name[..^1].TrimEnd();
        if (TombstoneName.ProblemWith(name) is { } problem) return Parsed<TDependency>.Bad(problem);
        var condition = colon < 0 ? Parsed<TCondition>.Ok(defaultCondition) : Choice.Parse<TCondition>(entry[(colon + 1)..].Trim());
        return condition.Select(c => create(name, c, optional));
    }
}
