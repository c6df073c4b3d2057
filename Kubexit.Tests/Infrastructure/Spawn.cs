using System.ComponentModel;
using System.Runtime.InteropServices;
using Kubexit.Host;
using Kubexit.Platform.Linux;

namespace Kubexit.Tests.Infrastructure;

/// <summary>
/// Starts a process with exactly the descriptors 0, 1 and 2, an exact environment, and every signal unblocked and at its default.
/// System.Diagnostics.Process cannot give a process a terminal, and it reaps the process itself, so that the true wait status is lost.
/// </summary>
internal static class Spawn
{
    /// <summary>More than any libc's posix_spawnattr_t, posix_spawn_file_actions_t or sigset_t.</summary>
    private const int OpaqueSize = 1024;

    /// <summary>Stands for the terminal in the list of descriptors.</summary>
    public const int Terminal = -1;

    /// <param name="command">File, looked up in this process's PATH, and arguments.</param>
    /// <param name="environment">The whole environment, as NAME=value.</param>
    /// <param name="descriptors">What becomes 0, 1 and 2.</param>
    /// <param name="terminal">The device of the controlling terminal of a new session, or null.</param>
    /// <param name="isInit">Makes it PID 1 of a pid namespace of its own. The calling thread can start nothing afterwards, no thread
    /// either.</param>
    public static unsafe int Start(
        IReadOnlyList<string> command, IReadOnlyList<string> environment, int[] descriptors, string? terminal, bool isInit = false)
    {
        byte* actions = stackalloc byte[OpaqueSize], attributes = stackalloc byte[OpaqueSize], signals = stackalloc byte[OpaqueSize];
        using var arguments = new NativeStrings(command);
        using var variables = new NativeStrings(environment);
        using var device = new NativeStrings([terminal ?? ""]);
        LibC.InitializeActions(actions);
        LibC.InitializeAttributes(attributes);
        try
        {
            LibC.EmptySignalSet(signals);
            LibC.SetSignalMask(attributes, signals);
            for (var signal = 1; signal <= 64; signal++) LibC.AddSignal(signals, signal);
            LibC.SetDefaultSignals(attributes, signals);
            LibC.SetFlags(attributes,
                (short)(LibC.SpawnSetSignalDefault | LibC.SpawnSetSignalMask | (terminal is null ? 0 : LibC.SpawnSetSession)));
            for (var i = 0; i < descriptors.Length; i++)
            {
                if (descriptors[i] == Terminal) LibC.AddOpen(actions, i, device.Array[0], LibC.OpenReadWrite, 0);
                else LibC.AddDuplicate(actions, descriptors[i], i);
            }

            if (isInit && LibC.Unshare(LibC.NewPidNamespace) != 0) throw new Win32Exception();
            var error = LibC.Spawn(out var process, arguments.Array[0], actions, attributes, arguments.Array, variables.Array);
            return error == 0 ? process
                : throw new Win32Exception(error, $"Cannot start '{command[0]}': {Marshal.GetPInvokeErrorMessage(error)}");
        }
        finally
        {
            LibC.DestroyActions(actions);
            LibC.DestroyAttributes(attributes);
        }
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed unsafe class NativeStrings : IDisposable
    {
        private readonly int _count;

        public NativeStrings(IReadOnlyList<string> strings)
        {
            _count = strings.Count;
            Array = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < _count; i++) Array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }

        public byte** Array { get; }

        public void Dispose()
        {
            for (var i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)Array[i]);
            NativeMemory.Free(Array);
        }
    }
}
