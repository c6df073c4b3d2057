using Kubexit.Lint.Verbs;

namespace Kubexit.Lint.CommandLine;

/// <summary>Chooses the verb: anything that is none is a file to check.</summary>
internal static class LintCommand
{
    public static int Run(string[] args) => args switch
    {
        ["graph", .. var rest] => GraphVerb.Run(rest),
        _ => CheckVerb.Run(args),
    };
}
