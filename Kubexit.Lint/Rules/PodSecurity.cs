using Kubexit.Lint.Reading;
using YamlDotNet.RepresentationModel;

namespace Kubexit.Lint.Rules;

/// <summary>
/// The part of the restricted pod security standard that manifests forget (<see
/// href="https://kubernetes.io/docs/concepts/security/pod-security-standards/"/>).
/// </summary>
internal static class PodSecurity
{
    /// <returns>What is missing; <see langword="null"/> when nothing is.</returns>
    public static string? LackOf(YamlNode pod, YamlNode container)
    {
        var (outer, own) = (pod.Get("securityContext"), container.Get("securityContext"));
        var lacks = new List<string>();
        if (!(own.Get("runAsNonRoot") ?? outer.Get("runAsNonRoot")).IsTrue()) lacks.Add("runAsNonRoot: true");
        if (!own.Get("allowPrivilegeEscalation").IsFalse()) lacks.Add("allowPrivilegeEscalation: false");
        if (!own.Get("capabilities", "drop").Items().Any(capability => capability.Text() == "ALL")) lacks.Add("capabilities drop [ALL]");
        if ((own.Get("seccompProfile")
            ?? outer.Get("seccompProfile")).Get("type").Text() is not ("RuntimeDefault"
                or "Localhost")) lacks.Add("seccompProfile RuntimeDefault");
        return lacks.Count == 0 ? null : string.Join(", ", lacks);
    }
}
