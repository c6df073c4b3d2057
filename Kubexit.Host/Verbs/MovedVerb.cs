using Kubexit.Platform.Linux;

namespace Kubexit.Host;

/// <summary>A verb that is a program of its own: says which, so that nobody wraps a command by its name.</summary>
internal static class MovedVerb
{
    public static int Run(string verb, string program)
    {
        Terminal.WriteError($"Cannot run '{verb}' here: it is a program of its own. Run '{program}'.");
        return OwnExitCode.Usage;
    }
}
