using System.Text.RegularExpressions;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Rules;
using Kubexit.Tests.Documentation;

namespace Kubexit.Tests.Lint;

/// <summary>
/// Every rule has a file in <c>Cases</c> with two pods: the rule finds something in <c>found</c> and nothing in <c>near-miss</c>, where no
/// other rule has anything to warn about either.
/// </summary>
public sealed partial class RuleCaseTests
{
    public static TheoryData<string> Ids => new(RuleSet.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_FindsTheMistake_AndNotTheNearMiss(string id)
    {
        var path = Path.Combine(LintedText.Folder, "Cases", $"{id}.yaml");
        var input = LintInput.Read([path]);
        Assert.Empty(input.Problems);
        Assert.Equal(["found", "near-miss"], input.Pods.Select(pod => pod.Name));
        var findings = RuleSet.Check(input);
        var rule = RuleSet.All.Single(rule => rule.Id == id);
        var found = findings.Where(finding => finding.Pod.Name == "found").ToList();
        Assert.Contains(found, finding => finding.Rule == rule && finding.Severity == rule.Severity);
        Assert.Empty(LintedText.Words(found.Where(finding => finding.Rule != rule && finding.Severity > Severity.Note)));
        Assert.Empty(LintedText.Words(
            findings.Where(finding => finding.Pod.Name == "near-miss" && (finding.Rule == rule || finding.Severity > Severity.Note))));
    }

    /// <summary>A finding is where the mistake is written: the line of its mark says so.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Finding_IsInTheFoundPod_WithAMessageAndARemedyOfWholeSentences(string id)
    {
        var findings = RuleSet.Check(LintInput.Read([Path.Combine(LintedText.Folder, "Cases", $"{id}.yaml")])).Where(
            finding => finding.Rule.Id == id).ToList();
        Assert.All(findings, finding =>
        {
            var line = finding.Span.File.Line(finding.Span.Line);
            Assert.InRange(finding.Span.Column + finding.Span.Length - 1, 1, line.Length);
            Assert.Matches(Sentence(), finding.Message);
            Assert.Matches(Sentence(), finding.Remedy);
        });
    }

    [Fact]
    public void Circle_OfAnyLength_IsSaidOnce()
    {
        var containers = string.Join(", ", new[] { "a", "b", "c" }.Select((name, i) =>
            $"{{name: {name}, command: [kubexit, x], env: [{{name: KUBEXIT_NAME, value: {name}}}, {{name: KUBEXIT_OUTLIVE_DEPS, value: "
                + $"{"bca"[i]}}}, {{name: KUBEXIT_BIRTH_DEPS, value: \"{"bca"[i]}:born\"}}]}}"));
        var ids = LintedText.Check($"kind: Pod\nspec: {{containers: [{containers}]}}\n").Select(finding => finding.Rule.Id).ToList();
        Assert.Single(ids, "KX020");
        Assert.Single(ids, "KX026");
    }

    [Fact]
    public void Cases_AreThoseOfTheRules() => Assert.Equal(
        RuleSet.All.Select(rule => rule.Id),
        Directory.GetFiles(Path.Combine(LintedText.Folder, "Cases")).Select(Path.GetFileNameWithoutExtension).Order(
            StringComparer.Ordinal));

    [Fact]
    public void Documentation_HasEveryRule_InTheCodesWords()
    {
        var documented = DocumentedTable.Rows("docs/lint.md", "## Rules");
        Assert.Equal(
            RuleSet.All.Select(rule =>
                $"<a id=\"{rule.Id.ToLowerInvariant()}\"></a>{rule.Id} | {rule.Severity.ToString().ToLowerInvariant()} | {rule.Sentence} "
                    + $"| {rule.Remedy}"),
            documented.Select(cells => string.Join(" | ", cells)));
    }

    [GeneratedRegex(@"^.*[^ ][.?!]$", RegexOptions.Singleline)]
    private static partial Regex Sentence();
}
