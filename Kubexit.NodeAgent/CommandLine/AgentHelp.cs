using System.Text;

namespace Kubexit.NodeAgent;

/// <summary>What <c>kubexit-node-agent --help</c> prints; the flags are described where they are defined.</summary>
internal static class AgentHelp
{
    private const int Columns = 120;

    private static readonly int Indent = AgentFlags.All.Max(flag => flag.Name.Length) + 4;

    public static string Text
    {
        get
        {
            var text = new StringBuilder(Head);
            foreach (var flag in AgentFlags.All) Append(text, flag);
            return text.Append(Tail).ToString();
        }
    }

    private static void Append(StringBuilder text, AgentFlag flag)
    {
        var line = $"  {flag.Name}".PadRight(Indent - 1);
        foreach (var word in flag.Description.Split(' '))
        {
            if (line.Length + 1 + word.Length > Columns)
            {
                text.Append(line).Append('\n');
                line = new string(' ', Indent - 1);
            }

            line += " " + word;
        }

        text.Append(line).Append('\n');
    }

    private const string Head = """
        kubexit-node-agent - taint and drain this node before the cloud ends it

        Usage:
          kubexit-node-agent [FLAG]...         watch for notices and act on them, until TERM
          kubexit-node-agent drill [FLAG]...   run one drain for the notice of --notice-file, --kind or --in, then exit
          kubexit-node-agent --dry-run         print what would be done to this node's pods, with times
          kubexit-node-agent version           print the version

        Flags:

        """;

    private const string Tail = """

        Every flag is also a variable (--notice-file: KUBEXIT_AGENT_NOTICE_FILE) and a setting of the --config file (notice-file).
        Flags come before variables, variables before the file. Several values are separated by blanks in a variable, and are a
        list in the file.
        The API server and the right to use it come from the pod's service account, else from KUBECONFIG.
        Exit codes: 0 after TERM or a complete drill; 1 after an incomplete one; 2 wrong flags; 125 it cannot run at all.

        Examples:
          kubexit-node-agent --provider gce --cordon
          kubexit-node-agent --node-name node-1 --dry-run --kind aws-spot-interruption
          echo '{"inSeconds": 60}' > notice.json && kubexit-node-agent drill --notice-file notice.json

        """;
}
