using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests.Infrastructure;

/// <summary>An open-file-description lock of the test's own on a whole file: what a neighbour can take, or another life.</summary>
internal sealed unsafe class FileLock : IDisposable
{
    private const int SetLock = 37;

    private readonly SafeFileHandle _file;

    private FileLock(string path, FileAccess access, short type)
    {
        _file = File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        var range = new Range { Type = type };
        if (LibC.Control((int)_file.DangerousGetHandle(), SetLock, (nint)(&range)) != 0) throw new Win32Exception();
    }

    public static FileLock ForReading(string path) => new(path, FileAccess.Read, 0);

    public static FileLock ForWriting(string path) => new(path, FileAccess.ReadWrite, 1);

    public void Dispose() => _file.Dispose();

    [StructLayout(LayoutKind.Sequential, Size = 32)]
    private struct Range
    {
        public short Type;
    }
}
