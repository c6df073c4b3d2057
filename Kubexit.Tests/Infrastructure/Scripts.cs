namespace Kubexit.Tests.Infrastructure;

/// <summary>Children for the wrapper to wrap: POSIX sh and coreutils only.</summary>
internal static class Scripts
{
    /// <summary>Lives until its input ends or a signal ends it.</summary>
    public const string UntilTold = "read _";

    /// <summary>Lives for good, so that traps may run; TERM and the like end it unless trapped.</summary>
    public const string ForGood = Begins + Goes;

    // A script that has printed "ready" forks no more: a test may forbid forks from then on.
    private const string Begins = "sleep 1000 >/dev/null 2>&1 & p=$!; ", Goes = "while kill -0 $p 2>/dev/null; do wait $p; done";

    /// <summary>Does not die of TERM.</summary>
    public const string IgnoresTerm = "trap '' TERM; " + Begins + "echo ready; " + Goes;

    /// <summary>Prints <c>ready</c>, then <c>got N</c> each time it gets one of the signals, and goes on.</summary>
    public static string Acknowledges(params IEnumerable<int> signals) =>
        string.Concat(signals.Select(signal => $"trap 'echo got {signal}' {signal}; ")) + Begins + "echo ready; " + Goes;

    /// <summary>On TERM prints <c>stopping</c> and waits for a line of input before it exits with the code.</summary>
    public static string StopsWhenTold(int exitCode) =>
        $"stop() {{ echo stopping; read _; exit {exitCode}; }}; trap stop TERM; {Begins}echo ready; {Goes}";

    /// <summary>On TERM prints <c>stopping</c> and exits with the code.</summary>
    public static string StopsWith(int exitCode) => $"trap 'echo stopping; exit {exitCode}' TERM; {Begins}echo ready; {Goes}";
}
