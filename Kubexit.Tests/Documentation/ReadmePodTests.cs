using Kubexit.Lint.Graphs;
using Kubexit.Lint.Rules;
using Kubexit.Tests.Infrastructure;
using Kubexit.Tests.Lint;

namespace Kubexit.Tests.Documentation;

/// <summary>The pod on the README's first screen: the linter has no objection to it, and its picture is drawn from it.</summary>
public sealed class ReadmePodTests
{
    private static readonly string Pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: client-and-server}\nspec:\n"
            + string.Concat(Repository.ReadText("README.md").Split("```yaml\n")[1].Split("```")[0]
                .Split('\n').Select(line => $"  {line}\n"));

    [Fact]
    public void Pod_IsChecked_GivesNoWarning() =>
        Assert.Empty(LintedText.Words(LintedText.Check(Pod).Where(finding => finding.Severity > Severity.Note)));

    [Fact]
    public void Picture_IsThatOfThePod() => Snapshot.Matches(GraphSvg.Render([Pictures.Of(Pod)]), "../docs/pod.svg");
}
