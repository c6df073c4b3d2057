namespace Kubexit.NodeAgent;

/// <summary>The exit code of the process, decided by whoever ends the host.</summary>
internal sealed class AgentExit
{
    /// <summary>It cannot run at all.</summary>
    public const int Broken = 125;

    public int Code { get; set; }
}
