using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether a helper is best made so, and whether its end spoils the Job.</summary>
internal static class SidecarCheck
{
    public static readonly Rule
        NotNeeded = new("KX070", Severity.Note, "A native sidecar alone would do: you may not need kubexit here.",
            "Make the helper an init container with restartPolicy: Always and a startupProbe (Kubernetes 1.29)."),
        FailsJob = new("KX071", Severity.Warning,
            "A helper that TERM stops exits with 143, unless it handles TERM: the Job counts that as a failure.",
            "Set KUBEXIT_DEATH_EXIT_CODE=zero in the helper.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        // Where everything must always run, both end and restart together: a native sidecar would go on alone. Argo ends its
        // sidecars itself.
        if (scene.Pod.IsCompose || scene.Pod.RestartPolicy == RestartRule.Always) yield break;
        if (!scene.Pod.Kind.Contains("Workflow", StringComparison.Ordinal) && OnlyHelper(scene) is var (helper, main))
        {
            yield return NotNeeded.At(scene.Pod, helper, helper.Span,
                $"'{helper.Name}' starts before '{main.Name}' and ends after it, and that is all: a native sidecar does so by itself.");
        }

        foreach (var stopped in scene.Members.Where(IsStoppedWithItsOwnCode))
        {
            var finding = FailsJob.At(scene.Pod, stopped, stopped.SpanOf("KUBEXIT_DEATH_DEPS"),
                $"The end of '{stopped.Settings!.Deaths[0].Name}' stops container '{stopped.Name}', which then ends with 143 unless "
                    + $"it handles TERM: the {scene.Pod.Kind} fails for it.");
            yield return DiesOfTerm(stopped) ? finding : finding.AsNote();
        }
    }

    /// <summary>One that is stopped by the success of another; where only failures stop it, the Job has failed already.</summary>
    private static bool IsStoppedWithItsOwnCode(Container member) =>
        member.Role == ContainerRole.Ordinary
        && member.Settings!.Deaths.Any(death => death.Condition is DeathCondition.Died or DeathCondition.Succeeded)
        && member.Settings.Options.DeathExitCode == DeathExitCode.Child
        && !member.Settings.IsUnknown("KUBEXIT_DEATH_EXIT_CODE")
        && member.Wrapping == Wrapping.Direct
        && member.Wrapped?.Any(word => word.Contains("trap ", StringComparison.Ordinal)) != true;

    /// <summary>Programs that nobody has taught to handle TERM.</summary>
    private static bool DiesOfTerm(Container member)
    {
        string[] words = [.. member.Wrapped ?? []];
        if (words is not [var program, .. var rest]) return false;
        return Path.GetFileName(program) switch
        {
            "sleep" or "tail" => true,
            "sh" or "bash" or "ash" or "dash" => rest is [.., "-c", var script] && !script.Contains("exec ", StringComparison.Ordinal),
            _ => false,
        };
    }

    /// <summary>Two members that do nothing but start and end in order, in a pod that ends with the second.</summary>
    private static (Container Helper, Container Main)? OnlyHelper(PodScene scene)
    {
        var ordinary = scene.Members.Where(member => member.Role == ContainerRole.Ordinary && member.Wrapping == Wrapping.Direct).ToList();
        if (ordinary is not [var one, var two] || scene.Members.Count != 2
            || scene.Relations.Any(relation => relation.IsObject || relation.To.Count != 1))
            return null;
        var (helper, main) = one.Settings!.Deaths.Count > 0 ? (one, two) : (two, one);
        var (helped, own) = (main.Settings!, helper.Settings!);
        var isPlain = own is { Births.Count: 0, Outlives.Count: 0, Deaths: [{ Condition: DeathCondition.Died, IsOptional: false }] }
            && helped is
            {
                Deaths.Count: 0, Outlives.Count: 0,
                Births: [{ Condition: BirthCondition.Ready or BirthCondition.Born, IsOptional: false }]
            }
            && own.Options is { PreStop: null, PostStart: null, QuitHttpPosts.Count: 0 };
        var restarts = helper.Node.Get("restartPolicyRules") ?? main.Node.Get("restartPolicyRules");
        return isPlain && restarts is null ? (helper, main) : null;
    }
}
