using System.Runtime.InteropServices;

namespace Kubexit.Platform.Linux;

/// <summary>A NULL-terminated array of NUL-terminated strings: an argv or an envp.</summary>
internal readonly unsafe struct NativeStrings : IDisposable
{
    public NativeStrings(IReadOnlyList<byte[]> strings)
    {
        var bytes = strings.Sum(s => s.Length + 1);
        Pointer = (byte**)NativeMemory.Alloc((nuint)((strings.Count + 1) * sizeof(byte*) + bytes));
        var at = (byte*)(Pointer + strings.Count + 1);
        for (var i = 0; i < strings.Count; i++)
        {
            Pointer[i] = at;
            strings[i].CopyTo(new Span<byte>(at, strings[i].Length));
            at += strings[i].Length;
            *at++ = 0;
        }

        Pointer[strings.Count] = null;
    }

    public byte** Pointer { get; }

    public void Dispose() => NativeMemory.Free(Pointer);
}
