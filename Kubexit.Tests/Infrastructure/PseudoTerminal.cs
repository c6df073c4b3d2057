using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Kubexit.Tests.Infrastructure;

/// <summary>A terminal whose _keyboard and screen are the test. Its first process becomes the leader of its session.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private readonly SafeFileHandle _master;
    private readonly FileStream _keyboard;

    public PseudoTerminal()
    {
        var descriptor = LibC.OpenTerminalMaster(LibC.OpenReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec);
        if (descriptor < 0 || LibC.GrantTerminal(descriptor) != 0 || LibC.UnlockTerminal(descriptor) != 0) throw new Win32Exception();
        _master = new SafeFileHandle(descriptor, ownsHandle: true);
        Device = NameOf(descriptor);
        _keyboard = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        Screen = new LineLog(_master);
    }

    public string Device { get; }

    public LineLog Screen { get; }

    public void Type(string keys) => _keyboard.Write(Encoding.UTF8.GetBytes(keys));

    /// <summary>Changes the size of the window; the kernel tells the foreground process group with WINCH.</summary>
    public unsafe void Resize(ushort rows, ushort columns)
    {
        var size = stackalloc ushort[] { rows, columns, 0, 0 };
        if (LibC.DeviceControl((int)_master.DangerousGetHandle(), LibC.SetWindowSize, size) != 0) throw new Win32Exception();
    }

    /// <summary>Waits for a line that ends so; an echo of keys or a prompt may stand before it.</summary>
    public Task Shows(string text) => Limit.Until(
        () => Screen.Lines.Any(line => line.EndsWith(text, StringComparison.Ordinal)), () =>
            $"The screen never showed '{text}'. It shows:\n{Screen.Text}");

    /// <summary>Waits for text anywhere on the screen, for programs that draw.</summary>
    public Task Draws(string text) =>
        Limit.Until(() => Screen.Text.Contains(text, StringComparison.Ordinal), () =>
            $"The screen never showed '{text}'. It shows:\n{Screen.Text}");

    public void Dispose()
    {
        _keyboard.Dispose();
        _master.Dispose();
    }

    private static unsafe string NameOf(int descriptor)
    {
        var name = stackalloc byte[64];
        if (LibC.TerminalName(descriptor, name, 64) != 0) throw new Win32Exception();
        return Marshal.PtrToStringUTF8((nint)name)!;
    }
}
