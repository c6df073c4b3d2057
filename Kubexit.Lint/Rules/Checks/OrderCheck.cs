using Kubexit.Dependencies;
using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether everybody can be started: nobody waits for whom nobody starts, or is stopped by what has started it.</summary>
internal static class OrderCheck
{
    public static readonly Rule
        Births = new("KX020", Severity.Error, "Containers wait for each other in a circle: none of them is ever started.",
            "Remove one of the entries."),
        BirthsAndDeaths = new("KX021", Severity.Warning,
            "A container waits for the end of another one that stops only when the first has ended: the wait times out, unless the other "
                + "one ends by itself.",
                "Remove the death dependency, or wait for 'ready' instead."),
        Contradiction = new("KX022", Severity.Error,
            "The same event starts a container and, through another one, stops it: it is stopped as soon as it is started.",
            "Remove one of the entries, or change its condition."),
        LaterStart = new("KX023", Severity.Error, "An init container waits for a container that the kubelet starts only after it.",
            "Let the other container wait, or make the awaited one a native sidecar before it.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        foreach (var cycle in Circles.In(scene, (relation, _) => relation.Kind == RelationKind.Birth))
            yield return Births.At(scene.Pod, cycle[0].From, cycle[0].Span,
                $"Nobody in this circle is ever started: {Circles.Text(cycle)}.");

        // What a birth needs: another birth; an end, which needs that birth first; and an end may need another end.
        foreach (var cycle in Circles.In(scene, (relation, isEndNeeded) =>
            relation.Kind == RelationKind.Birth || (isEndNeeded && relation.Kind == RelationKind.Death)))
        {
            // Without a death in it, it has been told; without an end that is awaited, deaths do not matter.
            if (cycle.All(relation => relation.Kind == RelationKind.Birth)
                || !cycle.Any(relation => relation is { Kind: RelationKind.Birth, NeedsEnd: true }))
                continue;
            var death = cycle.First(relation => relation.Kind == RelationKind.Death);
            yield return BirthsAndDeaths.At(scene.Pod, death.From, death.Span,
                $"Nothing goes on in this circle unless '{death.From.Name}' ends by itself: {Circles.Text(cycle)}.");
        }

        foreach (var birth in scene.Relations.Where(relation => relation.Kind == RelationKind.Birth))
        {
            if (Contradicts(scene, birth) is { } finding) yield return finding;
            if (IsBlocked(scene, birth.From) && birth.To.Count > 0 && birth.To.All(to => scene.IndexOf(to) > scene.IndexOf(birth.From)))
            {
                yield return LaterStart.At(scene.Pod, birth.From, birth.Span,
                    $"Init container '{birth.From.Name}' waits for '{birth.Name}', which the kubelet starts only after it.");
            }
        }
    }

    /// <summary>Whether the kubelet starts nobody else while the container waits.</summary>
    private static bool IsBlocked(PodScene scene, Container container) => !scene.Pod.IsCompose
        && (container.Role == ContainerRole.Init
            || (container.Role == ContainerRole.NativeSidecar && Reading.YamlNodes.Get(container.Node, "startupProbe") is not null));

    /// <summary>Whether the end that a birth waits for also ends, by way of others, what the container is stopped by.</summary>
    private static Finding? Contradicts(PodScene scene, Relation birth)
    {
        if (birth is not { NeedsEnd: true, Birth: { } condition }) return null;
        var ended = new HashSet<Container>(birth.To, ReferenceEqualityComparer.Instance);
        for (var before = -1; before < ended.Count;)
        {
            before = ended.Count;
            foreach (var death in scene.Relations.Where(relation => relation.Kind == RelationKind.Death))
            {
                // The first end is of the kind that is awaited; how those end that are stopped for it, nobody knows.
                var follows = death.To.Any(to => birth.To.Contains(to) ? BirthConditions.Implies(condition, death.Death!.Value)
                    : ended.Contains(to) && death.Death == DeathCondition.Died);
                if (follows && !ReferenceEquals(death.From, birth.From)) ended.Add(death.From);
            }
        }

        var own = scene.Relations.FirstOrDefault(relation => relation.Kind == RelationKind.Death
            && ReferenceEquals(relation.From, birth.From)
            && relation.Death == DeathCondition.Died && relation.To.Any(to => ended.Contains(to) && !birth.To.Contains(to)));
        return own is null ? null : Contradiction.At(scene.Pod, birth.From, own.Span,
            $"'{birth.Text}' starts container '{birth.From.Name}', and stops '{own.Name}', whose end stops '{birth.From.Name}'.");
    }
}
