using Kubexit.Configuration;
using Kubexit.Coordination;
using Kubexit.Dependencies;

namespace Kubexit.Kubernetes;

/// <summary>What one observation of a pod says about one of its containers.</summary>
internal static class ContainerReadiness
{
    /// <summary>Ready, absent, impossible; or delayed with the reason, when it may still become ready.</summary>
    public static ReadinessChange Of(Pod pod, BirthDependency dependency)
    {
        var name = dependency.Name;
        var containers = All(pod.Spec?.Containers, pod.Spec?.InitContainers);
        if (containers.FirstOrDefault(candidate => candidate.Name == name) is not { } container)
        {
            if (dependency.IsOptional) return ReadinessChange.Absent(name);
            var names = string.Join(", ", containers.Select(candidate => $"'{candidate.Name}'"));
            return ReadinessChange.Impossible(
                name, $"There is no container '{name}' in pod '{pod.Metadata?.Name}', only {names}. Correct "
                    + $"{OptionNames.Word(nameof(CoordinatorOptions.BirthDependencies))}.");
        }

        var status = All(pod.Status?.ContainerStatuses, pod.Status?.InitContainerStatuses).FirstOrDefault(
            candidate => candidate.Name == name);
        if (status is { Ready: true }) return ReadinessChange.Ready(name);
        if (status?.State?.Terminated is { } end && !ContainerRestart.Follows(pod.Spec!, container, end.ExitCode))
            return ReadinessChange.Impossible(
                name, $"Container '{name}' has ended ({Ending(end)}) before it was ready, and will not be restarted.");
        return ReadinessChange.Delayed($"container '{name}' {Describe(status?.State)}");
    }

    private static string Describe(ContainerState? state) => state switch
    {
        { Running: not null } => "is running but not ready",
        { Terminated: { } end } => $"has ended ({Ending(end)}) and will be restarted",
        { Waiting: { Reason: { Length: > 0 } reason } waiting } =>
            $"is not running: {reason}{(string.IsNullOrEmpty(waiting.Message) ? "" : $" ({waiting.Message.TrimEnd('.')})")}",
        _ => "is not running yet",
    };

    private static string Ending(ContainerTerminated end) =>
        $"exit code {end.ExitCode}{(string.IsNullOrEmpty(end.Reason) ? "" : $", {end.Reason}")}";

    private static List<T> All<T>(List<T>? ordinary, List<T>? init) => [.. ordinary ?? [], .. init ?? []];
}
