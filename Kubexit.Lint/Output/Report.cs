using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Output;

/// <summary>What a run has to say.</summary>
/// <param name="Findings">What the rules have found.</param>
/// <param name="Problems">One sentence for each file that could not be read.</param>
/// <param name="Pods">How many pods were looked at.</param>
internal sealed record Report(IReadOnlyList<Finding> Findings, IReadOnlyList<string> Problems, int Pods)
{
    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);
}
