using Kubexit.Configuration;
using Kubexit.Lint.Reading;

namespace Kubexit.Lint.Rules.Checks;

/// <summary>Whether what is to be ignored exists.</summary>
internal static class IgnoreCheck
{
    public static readonly Rule NoSuchRule = new("KX090", Severity.Warning, "An id to ignore belongs to no rule.",
        "Correct the id, or remove it.");

    public static IEnumerable<Finding> Check(PodScene scene)
    {
        var ignored = new IgnoredRules(scene.Pod);
        foreach (var id in ignored.All.Where(id => RuleSet.All.All(rule => rule.Id != id)))
        {
            var meant = Spelling.Nearest(id, RuleSet.All.Select(rule => rule.Id)) is { } nearest ? $" Did you mean {nearest}?" : "";
            yield return NoSuchRule.At(scene.Pod, null, scene.Pod.Span, $"There is no rule '{id}' to ignore.{meant}");
        }
    }
}
