using System.ComponentModel;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests.Infrastructure;

/// <summary>The two ends of a pipe, neither inherited unless a spawn says so.</summary>
internal sealed class Pipe
{
    public unsafe Pipe()
    {
        var descriptors = stackalloc int[2];
        if (LibC.Pipe(descriptors, LibC.CloseOnExec) != 0) throw new Win32Exception();
        Reader = new SafeFileHandle(descriptors[0], ownsHandle: true);
        Writer = new SafeFileHandle(descriptors[1], ownsHandle: true);
    }

    public SafeFileHandle Reader { get; }

    public SafeFileHandle Writer { get; }

    /// <summary>Fills the pipe, so that the next byte written to it blocks until somebody reads.</summary>
    public void Fill()
    {
        const int smallest = 4096;
        if (LibC.Control((int)Writer.DangerousGetHandle(), LibC.SetPipeSize, smallest) != smallest) throw new Win32Exception();
        using var stream = new FileStream(
            new SafeFileHandle(Writer.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        stream.Write(new byte[smallest]);
    }
}
