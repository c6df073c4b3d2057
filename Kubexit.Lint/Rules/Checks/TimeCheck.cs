using Kubexit.Configuration;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using Kubexit.Supervision;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether the times of a container fit into those of the pod, and into each other.</summary>
internal static class TimeCheck
{
    public static readonly Rule
        Budget = new("KX050", Severity.Warning,
            "A stop may take longer than the kubelet waits: it kills the container first, and no death is recorded.",
            "Set KUBEXIT_TERMINATION_DEADLINE a little under terminationGracePeriodSeconds, or raise the latter."),
        Outlive = new("KX051", Severity.Warning,
            "A container waits for the end of another for less time than the other may take to stop.",
                "Raise KUBEXIT_OUTLIVE_TIMEOUT, or lower KUBEXIT_GRACE_PERIOD of the other."),
        Birth = new("KX052", Severity.Warning,
            "A container waits for its births longer than the pod may run: the pod is ended before the log says what was missing.",
            "Lower KUBEXIT_BIRTH_TIMEOUT, or raise activeDeadlineSeconds."),
        Hook = new("KX053", Severity.Warning,
            "The preStop hook may use up the grace period: the process is killed without a stop signal.",
                "Raise KUBEXIT_GRACE_PERIOD, or shorten the hook.");

    // Of all posts together.
    private static readonly TimeSpan Quit = TimeSpan.FromSeconds(5);

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        foreach (var member in scene.Members.Where(member => member.Settings!.Errors.Count == 0))
        {
            if (CheckBudget(scene, member) is { } budget) yield return budget;
            if (CheckBirth(scene, member) is { } birth) yield return birth;
            if (CheckHook(scene, member) is { } hook) yield return hook;
        }

        foreach (var relation in scene.Relations.Where(relation => relation.Kind == RelationKind.Outlive))
        {
            var timeout = relation.From.Settings!.Options.OutliveTimeout;
            foreach (var to in relation.To.Where(to => to.Settings is { } settings && settings.Options.GracePeriod > timeout
                && to.Environment.ContainsKey("KUBEXIT_GRACE_PERIOD")))
            {
                yield return Outlive.At(scene.Pod, relation.From, relation.From.SpanOf("KUBEXIT_OUTLIVE_TIMEOUT"),
                    $"Container '{relation.From.Name}' outlives '{to.Name}' for {Text(timeout)}, but '{to.Name}' may take "
                        + $"{Text(to.Settings!.Options.GracePeriod)} to stop.");
            }
        }
    }

    private static Finding? CheckBudget(PodScene scene, Container member)
    {
        var (settings, options) = (member.Settings!, member.Settings!.Options);
        if (member.Role == ContainerRole.Init) return null;
        string[] decisive = ["KUBEXIT_GRACE_PERIOD", "KUBEXIT_OUTLIVE_TIMEOUT", "KUBEXIT_TERMINATION_DEADLINE"];
        if (decisive.Any(settings.IsUnknown)) return null;

        var parts = new List<(string Name, TimeSpan Time)>();
        if (KubeletPreStop(member) is { } kubelet) parts.Add(("preStop of the kubelet", kubelet));
        if (options.TerminationDeadline is { } deadline)
        {
            parts.Add(("KUBEXIT_TERMINATION_DEADLINE", deadline));
        }
        else
        {
            if (options.OutliveDependencies.Count > 0) parts.Add(("KUBEXIT_OUTLIVE_TIMEOUT", options.OutliveTimeout));
            parts.Add(("KUBEXIT_GRACE_PERIOD", options.GracePeriod));
        }

        if (options.QuitHttpPosts.Count > 0) parts.Add(("KUBEXIT_QUIT_HTTP_POST", Quit));
        var sum = parts.Aggregate(TimeSpan.Zero, (total, part) => total + part.Time);
        if (sum <= member.TerminationGrace) return null;

        var limit = scene.Pod.IsCompose ? "stop_grace_period" : "terminationGracePeriodSeconds";
        var sumText = parts.Count > 1 ? $" = {Text(sum)}" : "";
        var variable = parts.Select(part => part.Name).FirstOrDefault(member.Environment.ContainsKey) ?? "KUBEXIT_GRACE_PERIOD";
        var finding = Budget.At(scene.Pod, member, member.SpanOf(variable),
            $"A stop of container '{member.Name}' may take "
                + $"{string.Join(" + ", parts.Select(part => $"{part.Name} {Text(part.Time)}"))}{sumText}, more than {limit} "
                    + $"{Text(member.TerminationGrace)}.",
            $"Set KUBEXIT_TERMINATION_DEADLINE a little under {limit}, or raise the latter.");

        // The manifest sets none of these times, except that of the kubelet's hook.
        var isByDefault = options.GracePeriod <= member.TerminationGrace && options.OutliveDependencies.Count == 0
            && !decisive.Any(member.Environment.ContainsKey);
        return isByDefault ? finding.AsNote() : finding;
    }

    private static Finding? CheckBirth(PodScene scene, Container member)
    {
        var options = member.Settings!.Options;
        if (scene.Pod.ActiveDeadline is not { } deadline || options.BirthDependencies.Count == 0
            || member.Settings.IsUnknown("KUBEXIT_BIRTH_TIMEOUT"))
            return null;
        return options.BirthTimeout < deadline ? null : Birth.At(scene.Pod, member, member.SpanOf("KUBEXIT_BIRTH_TIMEOUT"),
            $"Container '{member.Name}' waits {Text(options.BirthTimeout)} for its births, but the pod is ended after "
                + $"activeDeadlineSeconds {Text(deadline)}.");
    }

    private static Finding? CheckHook(PodScene scene, Container member)
    {
        var options = member.Settings!.Options;
        if (options.PreStop is not { } hook || options.GracePeriod == TimeSpan.Zero || member.Settings.IsUnknown("KUBEXIT_GRACE_PERIOD"))
            return null;
        var (variable, time) = hook.Action is HookAction.Sleep { Duration: var sleep } ? ("KUBEXIT_PRE_STOP_SLEEP", sleep)
            : ("KUBEXIT_PRE_STOP_TIMEOUT", hook.Timeout);
        return time < options.GracePeriod || !member.Environment.ContainsKey(variable) ? null
            : Hook.At(scene.Pod, member, member.SpanOf(variable),
            $"The preStop hook of container '{member.Name}' may take {Text(time)}, the whole KUBEXIT_GRACE_PERIOD of "
                + $"{Text(options.GracePeriod)}.");
    }

    /// <summary>How long the kubelet's own hook sleeps before it sends TERM; <see langword="null"/> when that is not to be seen.</summary>
    public static TimeSpan? KubeletPreStop(Container member)
    {
        var hook = member.Node.Get("lifecycle", "preStop");
        if (hook.Get("sleep", "seconds").Number() is >= 0 and <= 86400 and var seconds) return TimeSpan.FromSeconds(seconds);
        string[] words = [.. hook.Get("exec", "command").Items().Select(word => word.Text() ?? "")];
        var line = words is [_, "-c", var script] ? script.Split(' ', StringSplitOptions.RemoveEmptyEntries) : words;
        return line is ["sleep" or "/bin/sleep", var time] && int.TryParse(time, out var count) && count is >= 0 and <= 86400
            ? TimeSpan.FromSeconds(count) : null;
    }

    private static string Text(TimeSpan time) => GoDuration.Format(time);
}
