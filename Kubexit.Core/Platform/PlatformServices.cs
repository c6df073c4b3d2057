using Kubexit.Platform.Linux;
using Kubexit.Platform.Portable;

namespace Kubexit.Platform;

/// <summary>The only place that asks which operating system this is.</summary>
internal static class PlatformServices
{
    public static EventLoop CreateEventLoop(Action<Exception>? onError) =>
        OperatingSystem.IsLinux() ? new PollEventLoop(onError) : new QueueEventLoop(onError);

    public static IGraveyardStore CreateGraveyardStore(string path) =>
        OperatingSystem.IsLinux() ? new LinuxGraveyardStore(path) : new PortableGraveyardStore(path);

    public static IChildLauncher CreateChildLauncher(IEventLoop loop) =>
        OperatingSystem.IsLinux() ? new LinuxChildLauncher((PollEventLoop)loop.Root) : new PortableChildLauncher(loop);

    /// <summary>A launcher whose children write to <paramref name="output"/>.</summary>
    public static IChildLauncher CreateReadingLauncher(IEventLoop loop, IChildOutput output) =>
        OperatingSystem.IsLinux() ? new ReadingLauncher((PollEventLoop)loop.Root, output) : new PortableChildLauncher(loop, output);

    public static ICommandRunner CreateCommandRunner(IEventLoop loop, IChildLauncher launcher) =>
        OperatingSystem.IsLinux() ? new LinuxCommandRunner((PollEventLoop)loop.Root, launcher) : new PortableCommandRunner();

    /// <summary>Calls <paramref name="onSignal"/> on the loop for every signal that is meant for the child.</summary>
    public static IDisposable ListenToSignals(IEventLoop loop, IChildLauncher launcher, Action<int> onSignal) =>
        OperatingSystem.IsLinux()
            ? new WrapperSignals((PollEventLoop)loop, (LinuxChildLauncher)launcher, onSignal)
            : new PortableSignals(loop, onSignal);

    /// <summary>Call first in a program that is nothing but a wrapper. May execute the program anew and then does not return.</summary>
    public static void PrepareSignals()
    {
        if (!OperatingSystem.IsLinux()) return;
        StandardDescriptors.Fill();
        ProcessSignals.EnsureBlocked();
        DescriptorReserve.Hold();
    }

    /// <summary>A variable that <see cref="PrepareSignals"/> reads and removes: nobody else's business.</summary>
    public static string PrivateVariable => ProcessSignals.PrivateVariable;

    /// <summary>Asks the system for what supervising will need, before anything is started.</summary>
    /// <exception cref="SystemCallException">It refuses.</exception>
    public static void CheckEssentials()
    {
        if (OperatingSystem.IsLinux()) EssentialCalls.Check();
    }

    /// <summary>The system's name for the thread that asks; 0 where it is of no use.</summary>
    public static int CurrentThread => OperatingSystem.IsLinux() ? KernelThread.Current : 0;

    /// <summary>Waits until threads that have returned count against no limit any more, but no longer than that.</summary>
    public static void WaitForEnd(ReadOnlySpan<int> threads, TimeSpan limit)
    {
        if (OperatingSystem.IsLinux()) KernelThread.WaitForEnd(threads, limit);
    }

    /// <summary>Changes with every boot of the machine; empty when unknown.</summary>
    public static string BootId()
    {
        try
        {
            return SmallFile.ReadText("/proc/sys/kernel/random/boot_id", 128).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Makes the process allocate for a small size and not for speed, where that can be done.</summary>
    public static void PreferLittleMemory()
    {
        if (OperatingSystem.IsLinux()) ProcessMemory.ShareHeap();
    }

    /// <summary>Gives back what a start or a burst of work has left behind, where that can be done.</summary>
    public static void GiveBackMemory()
    {
        if (OperatingSystem.IsLinux()) ProcessMemory.GiveBack();
    }

    /// <summary>
    /// 32 hexadecimal digits unlike any others. Needs no /dev/urandom, which an empty root lacks, and does not start OpenSSL.
    /// </summary>
    public static string RandomId() => OperatingSystem.IsLinux() ? Libc.RandomId() : Guid.NewGuid().ToString("N");

    /// <summary>
    /// For verbs that wrap nothing: lets signals do what they do to any process, all of them or only those that suspend it.
    /// </summary>
    public static void ReleaseSignals(bool suspendOnly)
    {
        if (OperatingSystem.IsLinux()) ProcessSignals.Release(suspendOnly);
    }

    /// <summary>The size of the terminal that stdout is; <see langword="null"/> when it is none.</summary>
    public static TerminalSize? OutputTerminal() => OperatingSystem.IsLinux() ? Linux.Terminal.SizeOf(1) : null;

    /// <summary>Copies the running program's own file, atomically and executable.</summary>
    /// <param name="destination">A file, or a directory to put it into.</param>
    /// <returns>Where it is now.</returns>
    /// <exception cref="IOException">It could not be done; nothing half is left, and what was there is untouched.</exception>
    public static string InstallProgram(string destination) => OperatingSystem.IsLinux()
        ? ProgramFile.Install(destination)
        : throw new IOException($"Cannot install '{destination}': only Linux is supported. Copy the file.");

    /// <summary>Whether a path, links followed, leads to the running program's own file or to a copy of it.</summary>
    public static bool IsProgram(string path) => OperatingSystem.IsLinux() && ProgramFile.IsItself(path);

    /// <summary>Writes into a regular file that exists and is empty; leaves anything else alone.</summary>
    /// <exception cref="IOException">It could not be opened or written.</exception>
    public static void FillEmptyFile(string path, ReadOnlySpan<byte> content)
    {
        if (OperatingSystem.IsLinux()) EmptyFile.Fill(path, content);
        else PortableEmptyFile.Fill(path, content);
    }

    /// <summary>Asks for the orphans among our descendants. Only Linux knows that.</summary>
    public static void BecomeSubreaper()
    {
        if (OperatingSystem.IsLinux()) OrphanReaper.BecomeSubreaper();
    }

    /// <summary>Sets a variable that this process lacks. Its children still lack it.</summary>
    public static void StandInFor(string variable, string value)
    {
        if (Environment.GetEnvironmentVariable(variable) is not null) return;
        Environment.SetEnvironmentVariable(variable, value);
        if (OperatingSystem.IsLinux()) ChildEnvironment.Hide(variable);
    }

    /// <summary>
    /// What a wrapper starts: the command with its environment as it came, byte for byte, and the terminal if there is one.
    /// </summary>
    public static ChildStartInfo WrappedCommand(IReadOnlyList<string> command) => new()
    {
        Command = command,
        RawCommand = OperatingSystem.IsLinux() ? RawArguments.Of(command) : null,
        RawEnvironment = OperatingSystem.IsLinux() ? ChildEnvironment.Inherited(ProcessSignals.PrivateVariable) : null,
        TakesTerminal = true,
    };
}
