using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary>Chooses the verb. Anything that is no reserved word is a command to wrap, and so is everything after <c>--</c>.</summary>
/// <remarks>
/// Every verb's flags are read by its own class: wrapping, which is what runs beside every container, pays for none of that.
/// </remarks>
internal static class CommandLine
{
    public static int Run(string[] args)
    {
        if (CopyVerb.IsAsked) return CopyVerb.Run(args);
        switch (args)
        {
            case ["--help", ..]:
                return HelpVerb.Run([]);
            case ["help", .. var topic]:
                return HelpVerb.Run(topic);
            case ["--version" or "version", ..]:
                Terminal.WriteOut(HelpText.Version);
                return 0;
            case ["wait", .. var flags]:
                return WaitVerb.Run(flags);
            case ["status", .. var flags]:
                return StatusVerb.Run(flags);
            case ["self-install", .. var flags]:
                return SelfInstallVerb.Run(flags);
            case ["node-agent", ..]:
                return MovedVerb.Run("node-agent", "kubexit-node-agent");
            case ["lint", ..]:
                return MovedVerb.Run("lint", "kubexit-lint");
            case ["--", .. var command]:
                return WrapVerb.Run(command);
            default:
                return WrapVerb.Run(args);
        }
    }
}
