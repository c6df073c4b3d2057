using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>Whether the agent does its work. Not "the cloud does not answer": a restart of the agent would not help that, and would interrupt a drain.</summary>
internal sealed class AgentHealth(NoticeBoard board)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>What is wrong; <see langword="null"/> when nothing is.</summary>
    public string? Problem() => board.SinceLastAttempt > Longest ? $"no metadata has been asked for since {board.SinceLastAttempt.TotalSeconds:0} s" : null;
}
