using Kubexit.NodeTermination;

namespace Kubexit.NodeAgent;

/// <summary>
/// Two questions. Does it live: a restart would help if not. Does it see: no restart helps when the cloud does not answer, and it would
/// interrupt a drain, but somebody must know.
/// </summary>
internal sealed class AgentHealth(NoticeBoard board, Sight sight)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <summary>What is wrong with the agent, or with what it sees; <see langword="null"/> when nothing is.</summary>
    public string? Problem() => Stuck() ?? sight.Problem;

    /// <summary>What a restart would help; <see langword="null"/> when nothing is wrong.</summary>
    public string? Stuck() =>
        board.SinceLastAttempt > Longest ? $"no metadata has been requested for {board.SinceLastAttempt.TotalSeconds:0} s" : null;
}
