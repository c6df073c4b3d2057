using System.Globalization;
using System.Text;
using Kubexit.Lint.Rules;

namespace Kubexit.Lint.Output;

/// <summary>
/// Workflow commands, which GitHub shows at their lines (<see
/// href="https://docs.github.com/actions/reference/workflow-commands-for-github-actions"/>).
/// </summary>
internal static class GitHubReport
{
    public static string Write(Report report)
    {
        var text = new StringBuilder();
        foreach (var problem in report.Problems) text.Append(CultureInfo.InvariantCulture,
            $"::error title=kubexit-lint::{Data(problem)}\n");
        foreach (var finding in report.Findings)
        {
            var span = finding.Span;
            text.Append(CultureInfo.InvariantCulture,
                $"::{Command(finding.Severity)} file={Property(span.File.Path)},line={span.Line},endLine={span.Line},");
            text.Append(CultureInfo.InvariantCulture,
                $"col={span.Column},endColumn={span.Column + span.Length},title={finding.Rule.Id}");
            text.Append(CultureInfo.InvariantCulture, $"::{Data($"{finding.Message} {finding.Remedy} {finding.Rule.Page}")}\n");
        }

        return text.ToString();
    }

    private static string Command(Severity severity) => severity switch
    {
        Severity.Note => "notice",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
