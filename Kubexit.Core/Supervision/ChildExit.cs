namespace Kubexit.Supervision;

/// <summary>How a child process ended: it exited with a code, or a signal ended it. A value, never an exception.</summary>
public readonly record struct ChildExit
{
    private ChildExit(int code, int signal)
    {
        Code = code;
        Signal = signal;
    }

    /// <summary>The code a shell would report: the child's own (0 to 255), or 128+n when signal n ended it.</summary>
    public int Code { get; }

    /// <summary>The number of the signal that ended the child; 0 when it exited by itself.</summary>
    public int Signal { get; }

    /// <summary>Whether a signal ended the child.</summary>
    public bool IsSignaled => Signal != 0;

    /// <summary>The child has ended, but somebody else has taken its status: the code of a failure of Kubexit's own.</summary>
    internal static ChildExit Lost { get; } = Exited(125);

    /// <summary>The child exited by itself.</summary>
    /// <param name="code">The exit code, 0 to 255.</param>
    /// <returns>The exit.</returns>
    public static ChildExit Exited(int code) => new(code, 0);

    /// <summary>A signal ended the child.</summary>
    /// <param name="signal">The signal's number, 1 to 64.</param>
    /// <returns>The exit.</returns>
    public static ChildExit Signaled(int signal) => new(128 + signal, signal);

    /// <summary>For a person: <c>exit code 3</c> or <c>signal TERM</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => IsSignaled ? $"signal {SignalName.Of(Signal)}" : $"exit code {Code}";
}
