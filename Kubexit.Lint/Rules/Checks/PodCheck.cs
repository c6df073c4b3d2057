using Kubexit.Configuration;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>What else of a pod gets in the way: probes of the kubelet, shared processes, pod security.</summary>
internal static class PodCheck
{
    public static readonly Rule
        ProbeKills = new("KX072", Severity.Warning,
            "A probe of the kubelet kills the container while it still waits for its births, because what the probe asks has not been "
                + "started.",
            "Add a startupProbe that lasts longer than KUBEXIT_BIRTH_TIMEOUT."),
        SharedProcesses = new("KX073", Severity.Note,
            "With shareProcessNamespace kubexit is not PID 1: orphans of the command go to the pause container.",
            "Set KUBEXIT_SUBREAPER=true where the command leaves processes behind."),
        Restricted = new("KX074", Severity.Error,
            "The namespace enforces the restricted pod security standard, and a container does not meet it: the API server refuses "
                + "the pod.",
            "Give the container runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities drop [ALL] and seccompProfile "
                + "RuntimeDefault."),
        ProbeUnseen = new("KX075", Severity.Warning,
            "Readiness comes from the graveyard, which knows nothing of the kubelet's readinessProbe: the container counts as ready as "
                + "soon as it is started.",
            "Set KUBEXIT_READINESS_HTTP_GET or another KUBEXIT_READINESS_ variable, or read readiness from the API server (set "
                + "KUBEXIT_POD_NAME and KUBEXIT_NAMESPACE).");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        if (scene.Pod.IsCompose) yield break;
        foreach (var member in scene.Members)
        {
            if (CheckProbes(scene, member) is { } finding) yield return finding;
        }

        if (scene.Pod.Node.Pair("shareProcessNamespace") is { } shared && shared.Value.IsTrue())
        {
            foreach (var member in scene.Members.Where(member => member.Wrapping is Wrapping.Direct or Wrapping.InScript
                && !member.Settings!.Options.Subreaper).Take(1))
                yield return SharedProcesses.At(scene.Pod, member, SourceSpan.Of(scene.Pod.Span.File, shared.Key),
                    $"With shareProcessNamespace the wrapper of '{member.Name}' is not PID 1.");
        }

        foreach (var relation in scene.Relations.Where(relation =>
            relation is { Kind: RelationKind.Birth, Birth: BirthCondition.Ready, IsInGraveyard: true, To: [_] }))
        {
            var to = relation.To[0];
            if (to.Settings is not { } settings || settings.Options.ReadinessProbe is not null || settings.HasMore
                || to.Node.Get("readinessProbe") is null)
                continue;
            if (to.Wrapping is Wrapping.ByImage or Wrapping.Missing) continue; // An application tells its readiness itself.
            yield return ProbeUnseen.At(scene.Pod, to, to.SpanOfField("readinessProbe"),
                $"Container '{relation.From.Name}' waits for '{relation.Name}' in the graveyard, which knows nothing of the "
                    + $"readinessProbe of '{to.Name}': that one counts as ready as soon as it is started.");
        }

        foreach (var finding in CheckSecurity(scene)) yield return finding;
    }

    private static Finding? CheckProbes(PodScene scene, Container member)
    {
        var waits = scene.Relations.Any(relation => relation.Kind == RelationKind.Birth && ReferenceEquals(relation.From, member));
        var (name, probe) = member.Node.Get("startupProbe") is { } startup ? ("startupProbe", startup)
            : ("livenessProbe", member.Node.Get("livenessProbe"));
        if (!waits || probe is null || member.Settings!.IsUnknown("KUBEXIT_BIRTH_TIMEOUT")) return null;
        var seconds = (probe.Get("initialDelaySeconds").Number() ?? 0) + (double)(probe.Get("periodSeconds").Number()
            ?? 10) * (probe.Get("failureThreshold").Number() ?? 3);
        var timeout = member.Settings.Options.BirthTimeout;
        if (timeout > TimeSpan.Zero && seconds >= timeout.TotalSeconds) return null;
        var limit = timeout == TimeSpan.Zero ? "without a limit" : $"up to {GoDuration.Format(timeout)}";
        return ProbeKills.At(scene.Pod, member, member.SpanOfField(name),
            $"Container '{member.Name}' waits {limit} for its births, but its {name} kills it after about {seconds:0}s.",
            name == "startupProbe" ? "Raise its failureThreshold." : null);
    }

    private static IEnumerable<Finding> CheckSecurity(PodScene scene)
    {
        if (scene.Members.Count == 0) yield break;
        var isEnforced = scene.Input.Manifests.Any(manifest => manifest.Kind == "Namespace"
            && manifest.Name == (scene.Pod.Namespace ?? "default")
            && manifest.Root.Get("metadata", "labels", "pod-security.kubernetes.io/enforce").Text() == "restricted");
        var failing = scene.Pod.Containers.Select(container => (container, Lacks: PodSecurity.LackOf(scene.Pod.Node, container.Node)))
            .Where(pair => pair.Lacks is not null).ToList();
        foreach (var (container, lacks) in failing)
        {
            if (isEnforced)
            {
                yield return Restricted.At(scene.Pod, container, container.Span,
                    $"Container '{container.Name}' lacks {lacks}, and namespace '{scene.Pod.Namespace ?? "default"}' enforces "
                        + "restricted pod security.");
            }
            else if (container.Wrapping == Wrapping.InstallStep && failing.Count == 1 && scene.Pod.Containers.Count > 1)
            {
                var message = $"The install step '{container.Name}' lacks {lacks}: all other containers meet the restricted standard.";
                yield return Restricted.At(scene.Pod, container, container.Span, message) with { Severity = Severity.Warning };
            }
        }
    }
}
