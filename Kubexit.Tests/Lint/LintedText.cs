using Kubexit.Lint.Manifests;
using Kubexit.Lint.Reading;
using Kubexit.Lint.Rules;
using Kubexit.Tests.Infrastructure;

namespace Kubexit.Tests.Lint;

/// <summary>Manifests of the tests, read and checked in this process.</summary>
internal static class LintedText
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "Kubexit.Tests", "Lint");

    public static LintInput Read(string text) => LintInput.Parse([new SourceFile("manifest.yaml", text)]);

    public static IReadOnlyList<Finding> Check(string text)
    {
        var input = Read(text);
        Assert.Empty(input.Problems);
        return RuleSet.Check(input);
    }

    /// <summary>For the message of a test that fails.</summary>
    public static IEnumerable<string> Words(IEnumerable<Finding> findings) =>
        findings.Select(finding => $"{finding.Span.File.Path}:{finding.Span.Line} {finding.Severity} {finding.Rule.Id} {finding.Message}");
}
