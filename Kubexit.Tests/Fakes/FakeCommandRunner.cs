using Kubexit.Platform;
using Kubexit.Supervision;

namespace Kubexit.Tests.Fakes;

/// <summary>Records every command and answers as the test says: by default with exit code 0 and no output.</summary>
internal sealed class FakeCommandRunner : ICommandRunner
{
    private readonly List<string> _commands = [];

    /// <summary>The commands run so far, words joined by blanks.</summary>
    public IReadOnlyList<string> Commands
    {
        get { lock (_commands) return [.. _commands]; }
    }

    /// <summary>What a command does: it may write lines, wait for its cancellation, throw.</summary>
    public Func<IReadOnlyList<string>, Action<string>?, CancellationToken, Task<ChildExit>> Behaviour { get; set; } =
        (_, _, _) => Task.FromResult(ChildExit.Exited(0));

    public Task<ChildExit> RunAsync(IReadOnlyList<string> command, Action<string>? output, CancellationToken cancellationToken)
    {
        lock (_commands) _commands.Add(string.Join(' ', command));
        return Behaviour(command, output, cancellationToken);
    }
}
