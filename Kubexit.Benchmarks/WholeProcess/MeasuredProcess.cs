using System.Collections;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Kubexit.Platform.Linux;
using Kubexit.Supervision;

namespace Kubexit.Benchmarks.WholeProcess;

/// <summary>
/// A process started by posix_spawn(3), with stdin from and stderr to nowhere, whose stdout is read as 64-bit numbers. Not
/// <see cref="Process"/>: what it does around a start and an end would be measured too.
/// </summary>
internal sealed unsafe partial class MeasuredProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly int _output;
    private bool _isReaped;

    private MeasuredProcess(int id, int output, long spawnedAt) => (Id, _output, SpawnedAt) = (id, output, spawnedAt);

    public int Id { get; }

    /// <summary>
    /// The moment just before the spawn. All times are those of <see cref="Stopwatch.GetTimestamp"/>: CLOCK_MONOTONIC in nanoseconds.
    /// </summary>
    public long SpawnedAt { get; }

    public static MeasuredProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string errorFile = "/dev/null")
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
            e => (string)e.Key, e => (string)e.Value!);
        foreach (var (name, value) in environment) variables[name] = value;
        using var argv = new NativeStrings([.. command.Select(Encoding.UTF8.GetBytes)]);
        using var envp = new NativeStrings([.. variables.Select(v => Encoding.UTF8.GetBytes($"{v.Key}={v.Value}"))]);
        var ends = stackalloc int[2];
        Check(Libc.pipe2(ends, Libc.OCloexec), "pipe2");

        var attributes = stackalloc byte[Libc.SpawnAttributesSize];
        var actions = stackalloc byte[Libc.SpawnFileActionsSize];
        Libc.SignalSet none = default, pipe = default;
        pipe.Add(SignalName.Pipe);
        Libc.posix_spawnattr_init(attributes);
        Libc.posix_spawnattr_setsigmask(attributes, &none);
        Libc.posix_spawnattr_setsigdefault(attributes, &pipe);
        Libc.posix_spawnattr_setflags(attributes, Libc.SpawnSetSigdef | Libc.SpawnSetSigmask);
        Libc.posix_spawn_file_actions_init(actions);
        int id;
        long spawnedAt;
        fixed (byte* path = NativePath.Of(command[0]), nowhere = NativePath.Of("/dev/null"), error = NativePath.Of(errorFile))
        {
            Libc.posix_spawn_file_actions_addopen(actions, 0, nowhere, Libc.ORdonly, 0);
            Libc.posix_spawn_file_actions_adddup2(actions, ends[1], 1);
            Libc.posix_spawn_file_actions_addopen(actions, 2, error, Libc.OWronly | Libc.OCreat, 0x1A4);
            spawnedAt = Stopwatch.GetTimestamp();
            var errno = Libc.posix_spawn(&id, path, actions, attributes, argv.Pointer, envp.Pointer);
            if (errno != 0) throw new IOException($"Cannot start '{command[0]}': {Libc.Describe(errno)}.");
        }

        Libc.posix_spawn_file_actions_destroy(actions);
        Libc.posix_spawnattr_destroy(attributes);
        Check(Libc.close(ends[1]), "close");
        return new MeasuredProcess(id, ends[0], spawnedAt);
    }

    /// <summary>The next number that the child writes; <see langword="null"/> when none comes in time.</summary>
    public long? TryRead(TimeSpan limit)
    {
        var poll = new Libc.PollFd { Fd = _output, Events = Libc.PollIn };
        int ready;

        // The end of another child interrupts the wait.
        do ready = Libc.poll(&poll, 1, (int)limit.TotalMilliseconds);
        while (ready < 0 && Libc.Errno == Libc.Eintr);
        if (ready <= 0) return null;
        long number;
        return Libc.read(_output, (byte*)&number, sizeof(long)) == sizeof(long) ? number : null;
    }

    public long Read() => TryRead(Patience)
        ?? throw new IOException($"Process {Id} or its child ended, or said nothing for {Patience.TotalSeconds} s.");

    /// <summary>Waits for the end.</summary>
    /// <returns>When it was over, and the processor time of the process and of the children it waited for.</returns>
    public (long At, TimeSpan CpuTime) Wait()
    {
        // struct rusage: user and system time as seconds and microseconds, then more than is wanted.
        var usage = stackalloc long[32];
        int status;
        while (wait4(Id, &status, 0, usage) < 0)
        {
            if (Libc.Errno != Libc.Eintr) throw new IOException($"Cannot wait for process {Id}: {Libc.Describe(Libc.Errno)}.");
        }

        _isReaped = true;
        return (Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]));
    }

    public void Signal(int signal) => Signal(Id, signal);

    public static void Signal(int process, int signal) => Check(Libc.kill(process, signal), "kill");

    public void Dispose()
    {
        if (!_isReaped)
        {
            _ = Libc.kill(Id, SignalName.Kill);
            Wait();
        }

        _ = Libc.close(_output);
    }

    private static void Check(int result, string call)
    {
        if (result != 0) throw new IOException($"{call} failed: {Libc.Describe(Libc.Errno)}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int wait4(int process, int* status, int options, long* usage);
}
