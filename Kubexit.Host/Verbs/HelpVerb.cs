using Kubexit.Graveyards;
using Kubexit.Kubernetes;
using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary><c>kubexit help [VERB]</c>, and <c>--help</c> after a verb.</summary>
internal static class HelpVerb
{
    public static int Run(string[] topic)
    {
        var text = topic switch
        {
            [] => HelpText.Usage,
            ["wait"] => VerbHelp.Wait,
            ["status"] => VerbHelp.Status,
            ["self-install"] => VerbHelp.SelfInstall,
            ["completion", "bash"] => Completion.Bash,
            ["completion", "zsh"] => Completion.Zsh,
            _ => null,
        };
        if (text is not null)
        {
            Terminal.WriteOut(text);
            return 0;
        }

        Terminal.WriteError($"Cannot help with '{PrintableText.Of(string.Join(' ', topic))}': there is no such topic. Try wait, status, "
            + "self-install, 'completion bash' or 'completion zsh'.");
        return OwnExitCode.Usage;
    }
}
