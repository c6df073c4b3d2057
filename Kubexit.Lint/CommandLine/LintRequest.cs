using Kubexit.Lint.Rules;

namespace Kubexit.Lint.CommandLine;

/// <summary>What a command line asks for.</summary>
/// <param name="Files">Files, folders, and <c>-</c>.</param>
/// <param name="Output"><c>text</c>, <c>json</c>, <c>sarif</c> or <c>github</c>.</param>
/// <param name="FailOn">From which severity on a finding makes the exit code 1.</param>
/// <param name="Color"><c>auto</c>, <c>always</c> or <c>never</c>.</param>
internal sealed record LintRequest(IReadOnlyList<string> Files, string Output, Severity FailOn, string Color);
