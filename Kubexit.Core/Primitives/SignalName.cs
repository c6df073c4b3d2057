using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kubexit;

/// <summary>The Linux signal numbers and their names, without the prefix SIG (signal(7), x86-64 and arm64).</summary>
internal static class SignalName
{
    public const int Hup = 1, Int = 2, Quit = 3, Ill = 4, Trap = 5, Abrt = 6, Bus = 7, Fpe = 8, Kill = 9, Segv = 11, Pipe = 13, Term = 15;
    public const int Chld = 17, Cont = 18, Stop = 19, Tstp = 20, Ttin = 21, Ttou = 22, Xfsz = 25, Winch = 28;

    /// <summary>The first and the last real-time signal that libc leaves to programs.</summary>
    public const int RtMin = 34, RtMax = 64;

    private static readonly string[] Names =
    [
        "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>The name of a signal: <c>TERM</c>, <c>RTMIN+1</c>, or the bare number when it has none.</summary>
    public static string Of(int signal) => signal switch
    {
        > 0 and < 32 => Names[signal],
        RtMin => "RTMIN",
        > RtMin and <= RtMax => string.Create(CultureInfo.InvariantCulture, $"RTMIN+{signal - RtMin}"),
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads <c>TERM</c>, <c>SIGTERM</c>, <c>sigterm</c>, <c>15</c>, <c>RTMIN+3</c> or <c>RTMAX-2</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out int signal)
    {
        signal = 0;
        if (text is null) return false;
        var name = text.Trim();
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out signal)) return signal is > 0 and <= RtMax;
        if (name.StartsWith("SIG", StringComparison.OrdinalIgnoreCase)) name = name[3..];
        if (TryParseRelative(name, "RTMIN", '+', RtMin, 1, out signal) || TryParseRelative(name, "RTMAX", '-', RtMax, -1, out signal))
            return signal is >= RtMin and <= RtMax;
        for (signal = 1; signal < Names.Length; signal++)
        {
            if (Names[signal].Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        signal = 0;
        return false;
    }

    private static bool TryParseRelative(string name, string anchor, char sign, int origin, int direction, out int signal)
    {
        signal = origin;
        if (!name.StartsWith(anchor, StringComparison.OrdinalIgnoreCase)) return false;
        var rest = name.AsSpan(anchor.Length);
        if (rest.IsEmpty) return true;
        if (rest[0] != sign || !int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return false;
        signal = origin + direction * offset;
        return true;
    }
}
