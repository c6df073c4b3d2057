using System.Reflection;

namespace Kubexit.Lint.CommandLine;

/// <summary>What <c>kubexit-lint --help</c> prints.</summary>
internal static class LintHelp
{
    public const string Text = """
        Checks manifests that use kubexit before they are applied.

        Usage:
          kubexit-lint [FLAGS] FILE...         check files, folders (*.yaml, *.yml, *.json) and standard input (-)
          kubexit-lint graph [FLAGS] FILE...   draw who starts after whom and who stops with whom (graph --help)
          kubexit-lint rules                   list the rules
          kubexit-lint version

        Flags:
          --output text|json|sarif|github   how findings are written. Default text
          --fail-on warning|error           the lowest severity that makes the exit code 1. Default warning
          --color auto|always|never         Default auto: on a terminal, unless NO_COLOR is set

        It reads Pods, everything with a pod template (Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob,
        PodTemplate, List, Argo workflows) and Compose files. Render Helm charts first: helm template CHART | kubexit-lint -

        To silence a rule, put the annotation kubexit.dev/ignore: KX012 on the object or its pod template. In Compose it is a
        label of the service.

        Exit codes: 0 nothing found, 1 findings at or above --fail-on, 2 unreadable input or wrong usage.

        """;

    public static string Version =>
        typeof(LintHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "of unknown version";
}
