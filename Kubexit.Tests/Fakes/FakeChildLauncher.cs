using Kubexit.Platform;
using Kubexit.Supervision;

namespace Kubexit.Tests.Fakes;

/// <summary>Starts nothing; records what is done to the child, which ends when the test says so.</summary>
internal sealed class FakeChildLauncher : IChildLauncher, IChildProcess
{
    private Action<ChildExit>? _onExit;

    /// <summary>What was done: <c>start</c>, <c>signal 15</c>, <c>group signal 15</c>, <c>kill</c>.</summary>
    public List<string> Calls { get; } = [];

    public ChildStartException? Failure { get; set; }

    public int Id => 42;

    public IChildProcess Start(ChildStartInfo info, Action<ChildExit> onExit, Action? onLeaderEnded)
    {
        Calls.Add("start");
        if (Failure is not null) throw Failure;
        _onExit = onExit;
        return this;
    }

    public void Signal(int signal, bool group) => Calls.Add($"{(group ? "group " : "")}signal {signal}");

    public void Kill() => Calls.Add("kill");

    public void Exit(ChildExit exit) => _onExit!(exit);
}
