using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules;

/// <summary>
/// The rules that a manifest silences: the annotation <c>kubexit.dev/ignore</c> of the object or of its pod template, a label of a
/// Compose service, with one or more ids.
/// </summary>
internal sealed class IgnoredRules(PodSpec pod)
{
    private const string Key = "kubexit.dev/ignore";

    private readonly HashSet<string> _ofPod = Ids(pod.Annotations.GetValueOrDefault(Key));

    private readonly Dictionary<Container, HashSet<string>> _ofServices =
        new(
        pod.IsCompose ? pod.Containers.Select(service => KeyValuePair.Create(service, Ids(Label(service))))
            : [], ReferenceEqualityComparer.Instance);

    /// <summary>Every id that somebody wrote.</summary>
    public IEnumerable<string> All => _ofPod.Concat(_ofServices.Values.SelectMany(ids => ids)).Distinct();

    public bool Hide(Finding finding) =>
        _ofPod.Contains(finding.Rule.Id)
            || (finding.Container is { } container && _ofServices.TryGetValue(container, out var ids) && ids.Contains(finding.Rule.Id));

    private static string? Label(Container service) =>
        service.Node.Get("labels", Key).Text()
        ?? service.Node.Get("labels").Items().Select(label => label.Text())
            .FirstOrDefault(label => label?.StartsWith(Key + "=", StringComparison.Ordinal) == true)?[(Key.Length + 1)..];

    private static HashSet<string> Ids(string? text) =>
        [.. (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
