namespace Kubexit;

/// <summary>How a child process ended: it exited with a code, or a signal ended it. A value, never an exception.</summary>
public readonly record struct ChildExit
{
    private ChildExit(int code, Signal? signal)
    {
        Code = code;
        Signal = signal;
    }

    /// <summary>The code a shell would report: the child's own (0 to 255), or 128+n when signal n ended it.</summary>
    public int Code { get; }

    /// <summary>The signal that ended the child; <see langword="null"/> when it exited by itself.</summary>
    public Signal? Signal { get; }

    /// <summary>Whether a signal ended the child.</summary>
    public bool IsSignaled => Signal is not null;

    /// <summary>The child has ended, but somebody else has taken its status: the code of a failure of Kubexit's own.</summary>
    internal static ChildExit Lost { get; } = Exited(OwnExitCode.Internal);

    /// <summary>The child exited by itself.</summary>
    /// <param name="code">The exit code, 0 to 255.</param>
    /// <returns>The exit.</returns>
    public static ChildExit Exited(int code) => new(code, null);

    /// <summary>A signal ended the child.</summary>
    /// <param name="signal">The signal.</param>
    /// <returns>The exit.</returns>
    public static ChildExit Signaled(Signal signal) => new(128 + signal.Number, signal);

    /// <summary>As the kernel tells it, by number.</summary>
    internal static ChildExit Signaled(int signal) => Signaled(Kubexit.Signal.FromNumber(signal));

    /// <summary>For a person: <c>exit code 3</c> or <c>signal TERM</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Signal is { } signal ? $"signal {signal}" : $"exit code {Code}";
}
