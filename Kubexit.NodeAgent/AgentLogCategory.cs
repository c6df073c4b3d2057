namespace Kubexit.NodeAgent;

/// <summary>Who says something in the log: each has a level of its own.</summary>
internal static class AgentLogCategory
{
    private const string Prefix = "Kubexit.NodeAgent.";

    private static readonly string[] Short = ["agent", "notices", "node", "drain", "reports", "requests", "endpoint"];

    public const string
        Agent = Prefix + "Agent", Notices = Prefix + "Notices", Node = Prefix + "Node", Drain = Prefix + "Drain",
            Reports = Prefix + "Reports",
        Requests = Prefix + "Requests", Endpoint = Prefix + "Endpoint";

    /// <summary>The short names, for people.</summary>
    public static string All => string.Join(", ", Short);

    /// <summary>The full name that a short one stands for; any other word is a full name already.</summary>
    public static string Of(string name) => Short.Contains(name) ? Prefix + char.ToUpperInvariant(name[0]) + name[1..] : name;
}
