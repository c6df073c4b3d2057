using Kubexit.Lint.CommandLine;
using Kubexit.Lint.Manifests;
using Kubexit.Lint.Output;
using Kubexit.Lint.Rules;
using Kubexit.Platform;

namespace Kubexit.Lint.Verbs;

/// <summary><c>kubexit-lint FILE…</c>: checks manifests.</summary>
internal static class CheckVerb
{
    public static int Run(LintRequest request)
    {
        var answer = Answer(request);
        foreach (var problem in answer.Problems) LintCommand.Complain(problem);
        LintCommand.Print(answer.Output);
        return answer.ExitCode;
    }

    /// <returns>The exit code, the text for stdout, and the sentences for stderr.</returns>
    public static (int ExitCode, string Output, IReadOnlyList<string> Problems) Answer(LintRequest request)
    {
        var input = LintInput.Read(request.Files);
        var report = new Report(RuleSet.Check(input), input.Problems, input.Pods.Count);
        var output = request.Output switch
        {
            "json" => JsonReport.Write(report),
            "sarif" => SarifReport.Write(report, LintHelp.Version),
            "github" => GitHubReport.Write(report),
            _ => TextReport.Write(report, HasColour(request.Color)),
        };
        return (input.Problems.Count > 0 ? 2 : report.Findings.Any(finding => finding.Severity >= request.FailOn) ? 1
            : 0, output, input.Problems);
    }

    private static bool HasColour(string choice) => choice switch
    {
        "always" => true,
        "never" => false,
        _ => string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb"
            && PlatformServices.OutputTerminal() is not null,
    };
}
