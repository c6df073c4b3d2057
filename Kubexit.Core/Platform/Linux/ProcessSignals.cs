using System.Globalization;

namespace Kubexit.Platform.Linux;

/// <summary>
/// All signals of this process, in order and without loss, read from a signalfd(2) on the event loop. For a program that is
/// nothing but a wrapper; a library must leave its host's signals alone.
/// </summary>
/// <remarks>
/// A signalfd sees only what every thread blocks, and the runtime has threads before our first line runs. So the signals must be
/// blocked when the process starts: the native binary does it in a constructor (<c>signals.c</c>), and any other build blocks them and
/// executes itself once more. The mask from before travels in <see cref="MaskVariable"/>. .NET's own PosixSignalRegistration starts a
/// thread for each TERM and uses the pool for the rest: neither in order nor quick.
/// </remarks>
internal static unsafe class ProcessSignals
{
    private const string MaskVariable = "KUBEXIT_INTERNAL_SIGNAL_MASK";

    /// <summary>Names this class's variable, which is nobody else's business.</summary>
    public static string PrivateVariable => MaskVariable;

    // Faults of our own must stay deliverable (the runtime turns SIGSEGV into exceptions); 32 to 34 belong to libc and the runtime.
    private static Libc.SignalSet Owned
    {
        get
        {
            Libc.SignalSet set = default;
            for (var signal = 1; signal <= SignalName.RtMax; signal++)
            {
                if (signal is not (SignalName.Ill or SignalName.Trap or SignalName.Bus or SignalName.Fpe or SignalName.Segv
                    or SignalName.Kill or SignalName.Stop or 32 or 33 or SignalName.RtMin)) set.Add(signal);
            }

            return set;
        }
    }

    /// <summary>Makes sure that every thread blocks the signals. May execute this program anew and then does not return.</summary>
    /// <exception cref="InvalidOperationException">It cannot be done.</exception>
    public static void EnsureBlocked()
    {
        Libc.SignalSet owned = Owned, current;
        int errno;
        do errno = Libc.pthread_sigmask(Libc.SigBlock, &owned, &current);
        while (errno == Libc.Eintr);
        if (errno != 0) throw new SystemCallException("rt_sigprocmask", errno);

        // Our parent may have ignored it. Then the kernel reaps the child itself, and its exit status is lost.
        _ = Libc.signal(SignalName.Chld, 0);
        if (ReadMask() is not { } inherited)
        {
            ExecuteAnew(current.Bits[0]);
            return;
        }

        if (!current.Contains(SignalName.Term)) throw new SystemCallException("rt_sigprocmask", Libc.Eperm);
        Libc.SignalSet mask = default;
        mask.Bits[0] = inherited;
        SignalMask.Inherited = mask;
        Environment.SetEnvironmentVariable(MaskVariable, null);
    }

    /// <returns>The mask from before; null when this process (MASK.PID) has not been through this yet.</returns>
    private static ulong? ReadMask() =>
        Environment.GetEnvironmentVariable(MaskVariable)?.Split('.') is [var mask, var process]
        && process == Libc.getpid().ToString(CultureInfo.InvariantCulture)
        && ulong.TryParse(mask, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            ? bits
            : null;

    /// <summary>Lets signals that the native binary blocks do what they do to any process.</summary>
    /// <param name="suspendOnly">Only Ctrl-Z and its kin, for a program that listens to the others.</param>
    public static void Release(bool suspendOnly)
    {
        var released = Owned;
        if (suspendOnly)
        {
            released = default;
            foreach (var signal in (ReadOnlySpan<int>)[SignalName.Tstp, SignalName.Ttin, SignalName.Ttou]) released.Add(signal);
        }

        Libc.pthread_sigmask(Libc.SigUnblock, &released, null);
    }

    /// <summary>Calls <paramref name="onSignal"/> on the loop for each signal. <see cref="EnsureBlocked"/> comes first.</summary>
    public static IDisposable Listen(PollEventLoop loop, Action<ReceivedSignal> onSignal)
    {
        var owned = Owned;
        var fd = Libc.signalfd(-1, &owned, Libc.SfdCloexec | Libc.SfdNonblock);
        if (fd < 0) throw new SystemCallException("signalfd4", Libc.Errno);
        var self = Libc.getpid();
        return loop.Register(fd, () => Read(fd, self, onSignal));
    }

    private static bool Read(int fd, int self, Action<ReceivedSignal> onSignal)
    {
        const int size = 128;
        var info = stackalloc byte[size];
        var isAny = false;
        while (Libc.read(fd, info, size) == size)
        {
            isAny = true;
            onSignal(new ReceivedSignal(Number: *(int*)info, SenderId: *(int*)(info + 12), IsOwn: *(int*)(info + 12) == self));
        }

        return isAny || Libc.Errno == Libc.Eintr;
    }

    private static void ExecuteAnew(ulong inherited)
    {
        var environment = ChildEnvironment.Inherited(MaskVariable);
        var arguments = ProcFile.Read("/proc/self/cmdline"u8);
        var errno = Libc.Enoent;
        if (environment is not null && arguments is not null)
        {
            environment.Add(System.Text.Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{MaskVariable}={inherited:x}.{Libc.getpid()}")));
            using var argv = new NativeStrings(ProcFile.SplitAtNul(arguments));
            using var envp = new NativeStrings(environment);
            fixed (byte* self = "/proc/self/exe\0"u8) Libc.execve(self, argv.Pointer, envp.Pointer);
            errno = Libc.Errno;
        }

        throw new InvalidOperationException(
            $"Cannot block signals: /proc/self cannot be used ({Libc.Describe(errno)}). Use the native binary.");
    }
}
