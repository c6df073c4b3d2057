using System.Reflection;
using Kubexit.Configuration;

namespace Kubexit.Host;

/// <summary>What <c>--help</c> and <c>--version</c> print.</summary>
internal static class HelpText
{
    public static string Usage => $"""
        kubexit - coordinated start and exit of processes that share a pod

        Usage:
          kubexit [--] COMMAND [ARG...]   run COMMAND, coordinated with its neighbours
          kubexit wait [FLAG]...          block until neighbours or others are ready
          kubexit status [FLAG]...        show who was born, became ready and died, and why
          kubexit self-install DEST       copy this file, for containers that share a volume
          kubexit help [VERB]             more about a verb; 'help completion bash' for a script
          kubexit --help | --version
        A command that has the name of a verb is wrapped after '--'.

        Coordination is configured by environment variables:
          KUBEXIT_NAME           name of this process's tombstone (required; the container's name)
          KUBEXIT_GRAVEYARD      directory shared by the containers of the pod (/graveyard)
          KUBEXIT_BIRTH_DEPS     NAME[?][:{string.Join('|', Choice.Words<BirthCondition>())}],... start after these
          KUBEXIT_BIRTH_TIMEOUT  time limit for all of them, 0 for none (30s)
          KUBEXIT_DEATH_DEPS     NAME[?][:{string.Join('|', Choice.Words<DeathCondition>())}],... stop when one of these ends
          KUBEXIT_GRACE_PERIOD   from the stop signal until KILL (30s)
        All of them: https://github.com/kubexit-net/kubexit/blob/main/docs/reference.md

        Exit codes: the child's own (128+n after signal n); 2 configuration, 124 birth dependencies,
        125 kubexit itself, 126 not executable, 127 not found.

        """;

    /// <summary>The version with the commit it was built from.</summary>
    public static string Version
    {
        get
        {
            var words = typeof(HelpText)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') ?? [];
            return words is [var version, var commit] ? $"kubexit {version} (commit {commit})\n" : $"kubexit {string.Join('+', words)}\n";
        }
    }
}
