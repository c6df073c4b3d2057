namespace Kubexit.Host;

/// <summary>Chooses the verb. Anything that is no reserved word is a command to wrap, and so is everything after <c>--</c>.</summary>
internal static class CommandLine
{
    public static int Run(string[] args)
    {
        switch (args)
        {
            case ["--help" or "help", ..]:
                Terminal.WriteOut(HelpText.Usage);
                return 0;
            case ["--version" or "version", ..]:
                Terminal.WriteOut(HelpText.Version);
                return 0;
            case ["--", .. var command]:
                return WrapVerb.Run(command);
            default:
                return WrapVerb.Run(args);
        }
    }
}
