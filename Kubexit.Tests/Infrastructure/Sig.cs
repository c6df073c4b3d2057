namespace Kubexit.Tests.Infrastructure;

/// <summary>Signal numbers of Linux on x86-64 and arm64.</summary>
internal static class Sig
{
    public const int Hup = 1, Int = 2, Quit = 3, Ill = 4, Trap = 5, Abrt = 6, Bus = 7, Fpe = 8, Kill = 9, Usr1 = 10, Segv = 11, Usr2 = 12;
    public const int Term = 15, Chld = 17, Cont = 18, Stop = 19, Tstp = 20, Winch = 28;

    /// <summary>
    /// All that may be sent on to the child: not KILL and STOP, which nobody can catch; not CHLD, which is about the child; not the faults,
    /// which are a process's own.
    /// </summary>
    public static IEnumerable<int> Forwardable { get; } =
        Enumerable.Range(1, 31).Except([Kill, Stop, Chld, Ill, Trap, Bus, Fpe, Segv]).Concat(Enumerable.Range(35, 30));
}
