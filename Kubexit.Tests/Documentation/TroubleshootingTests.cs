using System.Text.RegularExpressions;
using Kubexit.Tests.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Kubexit.Tests.Documentation;

/// <summary>Whatever can be read in a log at warning or above, and every error, is explained.</summary>
public sealed partial class TroubleshootingTests
{
    private const string Page = "docs/troubleshooting.md";

    public static TheoryData<string> Families => [.. FamiliesIn(Sources())];

    [Fact]
    public void Events_AtWarningOrAbove_AreExplained()
    {
        var explained = new[] { "## Warnings and errors of the wrapper", "## Warnings and errors of the node agent" }
            .SelectMany(heading => DocumentedTable.Rows(Page, heading))
            .ToDictionary(row => int.Parse(row[1]), row => row[0]);
        Assert.Equal(
            LogEvents.All.Where(e => e.Level >= LogLevel.Warning).Select(
                e => $"{e.EventId} `{Placeholder().Replace(LogEvents.TextOf(e), "…")}`"),
            explained.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Error_IsExplainedByItsFirstWords(string words) =>
        Assert.True(Repository.ReadText(Page).Contains($"`{words}", StringComparison.Ordinal),
            $"{Page} does not explain errors that begin with '{words}'.");

    [Fact]
    public void ExplainedErrors_AreAllThrownSomewhere()
    {
        var errors = Repository.ReadText(Page).Split("\n## Errors\n")[1].Replace('`', '"');
        Assert.Empty(FamiliesIn([errors]).Except(FamiliesIn(Sources())));
    }

    private static IEnumerable<string> FamiliesIn(IEnumerable<string> texts) =>
        texts.SelectMany(text => Family().Matches(text)).Select(match => match.Groups[1].Value).Distinct().Order();

    private static IEnumerable<string> Sources() =>
        from project in new[] { "Kubexit.Core", "Kubexit.Host", "Kubexit.NodeAgent" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal)
        select File.ReadAllText(file);

    [GeneratedRegex("\"(Cannot [a-z]+(?: [a-z]+)?)")]
    private static partial Regex Family();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
