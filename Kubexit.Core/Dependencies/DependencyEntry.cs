using Kubexit.Configuration;

namespace Kubexit.Dependencies;

/// <summary>Reads one entry of a list of dependencies: <c>name[?][:condition]</c>.</summary>
internal static class DependencyEntry
{
    public static Parsed<BirthDependency> ParseBirth(string entry) =>
        Parse(entry, ObjectConditions.DefaultFor, (name, condition, optional) => new BirthDependency(name, condition, optional));

    public static Parsed<DeathDependency> ParseDeath(string entry) =>
        Parse(entry, static _ => DeathCondition.Died, (name, condition, optional) => new DeathDependency(name, condition, optional));

    public static Parsed<OutliveDependency> ParseOutlive(string entry) =>
        entry.Contains(':')
            ? Parsed<OutliveDependency>.Bad("an outlive dependency takes no condition. Remove the ':' and what follows")
            : Parse(entry, static _ => DeathCondition.Died, (name, _, optional) => new OutliveDependency(name, optional));

    public static string Format<TCondition>(string name, bool isOptional, TCondition condition)
        where TCondition : struct, Enum => $"{name}{(isOptional ? "?" : "")}:{Choice.Word(condition)}";

    private static Parsed<TDependency> Parse<TDependency, TCondition>(
        string entry, Func<string, TCondition> defaultFor, Func<string, TCondition, bool, TDependency> create)
        where TCondition : struct, Enum
    {
        var colon = entry.IndexOf(':');
        var name = (colon < 0 ? entry : entry[..colon]).Trim();
        var optional = name.EndsWith('?');
        if (optional) name = name[..^1].TrimEnd();


        // Which kinds there are is a matter of who asks: the rules between options know.
        if (DependencyName.ProblemWith(name, allowsOwnKinds: true) is { } problem) return Parsed<TDependency>.Bad(problem);
        var condition = colon < 0 ? Parsed<TCondition>.Ok(defaultFor(name)) : Choice.Parse<TCondition>(entry[(colon + 1)..].Trim());
        return condition.Select(c => create(name, c, optional));
    }
}
