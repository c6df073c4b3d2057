using System.Diagnostics.CodeAnalysis;
using Kubexit.Supervision;

namespace Kubexit;

/// <summary>A Linux signal. Numbers and names are those of signal(7) on x86-64 and arm64, on every system.</summary>
public readonly record struct Signal
{
    private Signal(int number) => Number = number;

    /// <summary>HUP, 1.</summary>
    public static Signal Hup { get; } = new(SignalName.Hup);

    /// <summary>INT, 2: what Ctrl-C sends.</summary>
    public static Signal Int { get; } = new(SignalName.Int);

    /// <summary>QUIT, 3.</summary>
    public static Signal Quit { get; } = new(SignalName.Quit);

    /// <summary>KILL, 9: cannot be caught.</summary>
    public static Signal Kill { get; } = new(SignalName.Kill);

    /// <summary>USR1, 10.</summary>
    public static Signal Usr1 { get; } = new(10);

    /// <summary>USR2, 12.</summary>
    public static Signal Usr2 { get; } = new(12);

    /// <summary>TERM, 15: asks for an orderly stop.</summary>
    public static Signal Term { get; } = new(SignalName.Term);

    /// <summary>The number, 1 to 64; 0 for the default value of this type, which is not a signal.</summary>
    public int Number { get; }

    /// <summary>The signal with a number.</summary>
    /// <param name="number">1 to 64.</param>
    /// <returns>The signal.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signal.</exception>
    public static Signal FromNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, SignalName.RtMax);
        return new Signal(number);
    }

    /// <summary>Reads <c>TERM</c>, <c>SIGTERM</c>, <c>sigterm</c>, <c>15</c>, <c>RTMIN+3</c> or <c>RTMAX-2</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="signal">The signal, when there is one.</param>
    /// <returns>Whether there is such a signal.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out Signal signal)
    {
        var isSignal = SignalName.TryParse(text, out var number);
        signal = isSignal ? new Signal(number) : default;
        return isSignal;
    }

    /// <summary>The name without its prefix: <c>TERM</c>, <c>RTMIN+1</c>, or the bare number when it has none.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => SignalName.Of(Number);
}
