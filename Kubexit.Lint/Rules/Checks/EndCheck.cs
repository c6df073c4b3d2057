using Kubexit.Lint.Manifests;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether the ends that somebody waits for come, and come only once.</summary>
internal static class EndCheck
{
    public static readonly Rule
        EndedBefore = new("KX024", Severity.Error,
            "A container depends on an init container that ends before it starts: that one is never ready again, and its death counts at "
                + "once.",
            "Wait for ':succeeded', or remove the entry."),
        NeverEnds = new("KX025", Severity.Error,
            "A container waits for an end that never comes or does not last: the kubelet stops native sidecars last, and restarts what "
                + "must always run.",
            "Wait for ':ready' or ':born', or put the awaited container into a Job with restartPolicy Never."),
        EachOther = new("KX026", Severity.Warning,
            "Containers outlive each other: each delays its stop until KUBEXIT_OUTLIVE_TIMEOUT is over.", "Remove one of the entries."),
        SecondLife = new("KX027", Severity.Warning,
            "With restartPolicy OnFailure a container that fails is restarted. Its helper has ended with 0 by then and is not restarted, "
                + "so the container waits for it in vain.",
            "Write ':succeeded' after the name, so that only success ends the helper.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        foreach (var circle in Circles.In(scene, (relation, _) => relation.Kind == RelationKind.Outlive))
        {
            yield return EachOther.At(scene.Pod, circle[0].From, circle[0].Span,
                $"All containers of this circle wait until KUBEXIT_OUTLIVE_TIMEOUT is over: {Circles.Text(circle)}.");
        }

        foreach (var relation in scene.Relations)
        {
            foreach (var to in relation.To.Take(1))
            {
                if (Check(scene, relation, to) is { } finding) yield return finding;
            }
        }
    }

    private static Finding? Check(PodScene scene, Relation relation, Container to)
    {
        var from = relation.From;
        if (scene.EndsBefore(to, from))
        {
            return relation is { NeedsEnd: true, Kind: RelationKind.Birth } or { IsByApi: true } or { IsMaybeByApi: true } ? null
                : EndedBefore.At(scene.Pod, from, relation.Span,
                $"Container '{from.Name}' {relation.Verb} '{relation.Text}', an init container that has ended before '{from.Name}' is "
                    + "started.",
                relation.Kind == RelationKind.Birth ? null : "Remove the entry.");
        }

        if (to.Role == ContainerRole.NativeSidecar && from.Role != ContainerRole.NativeSidecar && relation.NeedsEnd
            && relation.Kind != RelationKind.Death)
        {
            return NeverEnds.At(scene.Pod, from, relation.Span,
                $"Container '{from.Name}' {relation.Verb} '{relation.Text}', a native sidecar: the kubelet stops it only when "
                    + $"'{from.Name}' has ended.",
                relation.Kind == RelationKind.Outlive ? "Remove the entry." : null);
        }

        if (relation is { Kind: RelationKind.Birth, NeedsEnd: true }
            && to is { Restarts: RestartRule.Always, Role: ContainerRole.Ordinary })
        {
            return NeverEnds.At(scene.Pod, from, relation.Span,
                $"Container '{from.Name}' {relation.Verb} '{relation.Text}', but '{to.Name}' is restarted after every end.") with
            {
                Severity = Severity.Warning,
            };
        }

        var isLost = relation is { Kind: RelationKind.Death, Death: DeathCondition.Died } && to.Restarts == RestartRule.OnFailure
            && from.Restarts == RestartRule.OnFailure
            && from.Settings!.Options.DeathExitCode.Code == 0
            && scene.Relations.Any(birth => birth.Kind == RelationKind.Birth && ReferenceEquals(birth.From, to) && birth.To.Contains(from));
        return isLost
            ? SecondLife.At(scene.Pod, from, relation.Span,
                $"When '{to.Name}' fails, it is restarted and waits for '{from.Name}', which has ended with 0 and is not restarted.")
            : null;
    }
}
