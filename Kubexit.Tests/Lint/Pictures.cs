using Kubexit.Lint.Graphs;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>The manifests that are drawn in tests.</summary>
internal static class Pictures
{
    public static PodGraph Of(string manifest) => Assert.Single(PodGraph.Of(LintInput.Parse([new SourceFile("pod.yaml", manifest)])));

    /// <summary>One of <c>Lint/Graphs</c>.</summary>
    public static PodGraph Named(string name) =>
        Of(File.ReadAllText(Path.Combine(Repository.Root, "Kubexit.Tests", "Lint", "Graphs", $"{name}.yaml")));

    /// <summary>A pod of wrapped containers.</summary>
    /// <param name="containers">Of each its name and its variables without their prefix, as in <c>app BIRTH_DEPS=db
    /// GRACE_PERIOD=5s</c>.</param>
    public static PodGraph Pod(params string[] containers) => Of(Manifest("", containers));

    /// <param name="spec">More lines of the pod's spec.</param>
    /// <param name="containers">As in <see cref="Pod"/>.</param>
    public static string Manifest(string spec, params string[] containers) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: pod}}\nspec:\n  restartPolicy: Never\n{spec}  containers:\n"
            + string.Concat(containers.Select(Container));

    public static string Container(string container)
    {
        var words = container.Split(' ');
        return $"  - name: {words[0]}\n    command: [kubexit, run]\n    env:\n    - {{name: KUBEXIT_NAME, value: {words[0]}}}\n"
            + string.Concat(words.Skip(1).Select(word => word.Split('=', 2)).Select(
                pair => $"    - {{name: KUBEXIT_{pair[0]}, value: \"{pair[1]}\"}}\n"));
    }
}
