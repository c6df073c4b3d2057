using Kubexit.Dependencies;
using Kubexit.Graveyards;

namespace Kubexit.Coordination;

/// <summary>What must hold between several options, however they were given.</summary>
/// <param name="options">The options.</param>
/// <param name="word">Turns the name of a property into the word that the user typed for it.</param>
/// <param name="allowsOwnKinds">Whether somebody may tell of births of kinds that we do not know.</param>
internal sealed class CoordinatorRules(CoordinatorOptions options, Func<string, string> word, bool allowsOwnKinds = false)
{
    /// <summary>Every broken rule, each as one sentence and its remedy. Empty when all hold.</summary>
    public IEnumerable<string> Check() =>
    [
        .. CheckName(),
        .. CheckNames(nameof(options.BirthDependencies), DependencyNames.Of(options.BirthDependencies, d => d.Name),
            n => DependencyName.ProblemWith(n, allowsOwnKinds)),
        .. CheckNames(nameof(options.DeathDependencies), DependencyNames.Of(options.DeathDependencies, d => d.Name),
            n => DependencyName.ProblemWith(n, false)),
        .. CheckNames(nameof(options.OutliveDependencies), [.. options.OutliveDependencies], ProblemWithOutlived),
        .. CheckObjects(),
        .. CheckContradictions(),
        .. CheckPod(),
    ];

    private IEnumerable<string> CheckName()
    {
        if (options.Name.Length == 0) yield return $"{word(nameof(options.Name))} is required. Set it to the name of this container.";
        else if (TombstoneName.ProblemWith(options.Name) is { } problem)
            yield return $"Cannot use {word(nameof(options.Name))} '{options.Name}': {problem}.";
    }

    private static string? ProblemWithOutlived(string? name) =>
        ObjectName.IsMeantBy(name) ? "only neighbours in the graveyard can be outlived. Name one, or remove the entry"
            : TombstoneName.ProblemWith(name);

    private IEnumerable<string> CheckObjects()
    {
        foreach (var birth in options.BirthDependencies)
        {
            if (KindOf(birth.Name) is { } kind && ObjectConditions.ProblemWith(kind, birth.Condition) is { } problem)
                yield return $"Cannot use entry '{birth}' of {word(nameof(options.BirthDependencies))}: {problem}.";
        }

        foreach (var death in options.DeathDependencies)
        {
            if (KindOf(death.Name) is { } kind && ObjectConditions.ProblemWith(kind, death.Condition) is { } problem)
                yield return $"Cannot use entry '{death}' of {word(nameof(options.DeathDependencies))}: {problem}.";
        }
    }

    private static ObjectKind? KindOf(string? name) =>
        ObjectName.IsMeantBy(name) && ObjectName.Parse(name!) is { Problem: null, Value: { } parsed } ? parsed.Kind : null;

    private IEnumerable<string> CheckNames(string property, List<string> names, Func<string?, string?> problemWith)
    {
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            if (names.IndexOf(name) < i) continue;
            var problem = problemWith(name)
                ?? (name == options.Name ? "a process cannot depend on itself. Remove it"
                : names.LastIndexOf(name) > i ? "it is in the list more than once. Keep one entry for each name"
                : null);
            if (problem is not null) yield return $"Cannot use entry '{name}' of {word(property)}: {problem}.";
        }
    }

    /// <summary>A process whose birth needs what its death follows from would be stopped as soon as it is started.</summary>
    private IEnumerable<string> CheckContradictions()
    {
        foreach (var birth in options.BirthDependencies)
        {
            foreach (var death in options.DeathDependencies)
            {
                if (birth.Name != death.Name || !BirthConditions.Implies(birth.Condition, death.Condition)) continue;
                yield return $"Cannot use entry '{death}' of {word(nameof(options.DeathDependencies))}: '{birth}' in "
                    + $"{word(nameof(options.BirthDependencies))} "
                    + "starts the process only when that has happened. Remove one of the two, or change its condition.";
            }
        }
    }

    private IEnumerable<string> CheckPod()
    {
        if (options.BirthSource != BirthSource.Kubernetes) yield break;
        if (string.IsNullOrEmpty(options.PodName)) yield return Missing(nameof(options.PodName), "metadata.name");
        if (string.IsNullOrEmpty(options.Namespace)) yield return Missing(nameof(options.Namespace), "metadata.namespace");
    }

    private string Missing(string property, string field) =>
        $"Cannot use {word(nameof(options.BirthSource))} 'kubernetes': {word(property)} is not set. Set it from the field {field}, or "
            + "use 'graveyard'.";
}
