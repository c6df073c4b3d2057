using System.Text;
using Kubexit.Lint.Verbs;
using Kubexit.Platform;

namespace Kubexit.Lint.CommandLine;

/// <summary>Chooses the verb: anything that is none is a file to check.</summary>
internal static class LintCommand
{
    public static int Run(string[] args)
    {
        try
        {
            return args switch
            {
                ["version" or "--version", ..] => Print($"kubexit-lint {LintHelp.Version}\n"),
                ["graph", .. var rest] => GraphVerb.Run(rest),
                ["rules"] => Print(RulesVerb.Text()),
                _ when args.TakeWhile(argument => argument != "--").Any(argument => argument is "--help" or "-h") => Print(LintHelp.Text),
                _ => CheckVerb.Run(new LintFlags().Read(args)),
            };
        }
        catch (ConfigurationException e)
        {
            foreach (var error in e.Errors) Complain(error);
            return e.ExitCode;
        }
    }

    /// <summary>A reader that has gone has seen enough: the exit code still tells what was found.</summary>
    public static int Print(string text)
    {
        StandardStream.Output.TryWrite(Encoding.UTF8.GetBytes(text));
        return 0;
    }

    public static void Complain(string error) => StandardStream.Error.TryWrite(Encoding.UTF8.GetBytes($"kubexit-lint: {error}\n"));
}
